'use strict';
const svg = document.querySelector('main svg');
const whole = svg.viewBox.baseVal;
const [W, H] = [whole.width, whole.height];
let view = { x: 0, y: 0, w: W, h: H };

// Pan and zoom

const show = () => svg.setAttribute('viewBox', [view.x, view.y, view.w, view.h].join(' '));
const fit = () => { view = { x: 0, y: 0, w: W, h: H }; show(); };
const scale = () => Math.max(view.w / svg.clientWidth, view.h / svg.clientHeight);
const pointOf = event => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
const middle = () => ({ x: view.x + view.w / 2, y: view.y + view.h / 2 });
const zoom = (by, at) => {
  const w = Math.min(W * 4, Math.max(120, view.w * by));
  const k = w / view.w;
  view = { x: at.x - (at.x - view.x) * k, y: at.y - (at.y - view.y) * k, w, h: view.h * k };
  show();
};
svg.addEventListener('wheel', event => {
  event.preventDefault();
  zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, pointOf(event));
}, { passive: false });

let from = null;
let moved = 0;
svg.addEventListener('pointerdown', event => {
  from = { x: event.clientX, y: event.clientY, left: view.x, top: view.y };
  moved = 0;
});
addEventListener('pointermove', event => {
  if (!from) return;
  const k = scale();
  moved = Math.max(moved, Math.hypot(event.clientX - from.x, event.clientY - from.y));
  view.x = from.left - (event.clientX - from.x) * k;
  view.y = from.top - (event.clientY - from.y) * k;
  show();
});
for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => { from = null; });

// What is lit, what stays visible, and which findings are listed

const list = document.querySelector('#problems');
const search = document.querySelector('input[type=search]');
const element = name => document.getElementById(name) ?? svg.querySelector(`.way.${CSS.escape(name)}`);
const nameOf = it => it.id || [...it.classList].find(one => /^l\d+$/.test(one));
const endsOf = it => it.id ? [it.id] : [it.dataset.from, it.dataset.to];

const joined = document.querySelector('#joined');
const clear = () => {
  svg.classList.remove('dim');
  svg.querySelectorAll('.near, .lit').forEach(one => one.classList.remove('near', 'lit'));
  joined.replaceChildren();
};
const listJoined = (it, ways) => joined.replaceChildren(...ways.map(way => {
  const item = document.createElement('li');
  const button = item.appendChild(document.createElement('button'));
  button.textContent = way.querySelector('title').textContent.split('\n')[0];
  button.onclick = () => go(document.getElementById(endsOf(way).find(end => end !== it.id) ?? it.id));
  return item;
}));
const light = it => {
  clear();
  svg.classList.add('dim');
  it.classList.add('lit', 'near');
  const ends = new Set(endsOf(it));
  const near = it.id ? [...svg.querySelectorAll('.way')].filter(way => endsOf(way).some(end => ends.has(end))) : [it];
  for (const way of near) {
    way.classList.add('near');
    endsOf(way).forEach(end => document.getElementById(end).classList.add('near'));
  }
  listJoined(it, near);
};
const go = it => {
  light(it);
  const box = it.getBBox();
  const w = Math.max(box.width * 3, 900);
  const h = Math.max(w * svg.clientHeight / svg.clientWidth, box.height * 1.2);
  view = { x: box.x + box.width / 2 - w / 2, y: box.y + box.height / 2 - h / 2, w, h };
  show();
};
const listOnly = name => {
  let count = 0;
  for (const item of list.children) {
    item.hidden = Boolean(name) && !item.dataset.about.split(' ').includes(name);
    count += !item.hidden;
  }
  document.querySelector('#shown').textContent = name ? `${count} about this; Escape shows all` : '';
};

svg.addEventListener('click', event => {
  if (moved > 4) return;
  const it = event.target.closest('.card, .way');
  if (it) light(it); else clear();
  listOnly(it ? nameOf(it) : '');
});
list.addEventListener('click', event => {
  const [name] = event.target.closest('li')?.dataset.about.split(' ') ?? [];
  if (name) go(element(name));
});
search.addEventListener('input', () => {
  clear();
  const wanted = search.value.trim().toLowerCase();
  if (!wanted) return;
  svg.classList.add('dim');
  for (const one of svg.querySelectorAll('.card, .way')) {
    one.classList.toggle('near', one.querySelector('title').textContent.toLowerCase().includes(wanted));
  }
});
search.addEventListener('keydown', event => {
  const found = svg.querySelector('.card.near') ?? svg.querySelector('.way.near');
  if (event.key === 'Enter' && found) go(found);
});
addEventListener('keydown', event => {
  if (event.key !== 'Escape') return;
  clear();
  listOnly('');
  search.value = '';
  fit();
});
document.querySelectorAll('[data-layer]').forEach(box => box.addEventListener('change', () => {
  svg.classList.toggle(`no-${box.dataset.layer}`, !box.checked);
}));
document.querySelector('#in').onclick = () => zoom(1 / 1.4, middle());
document.querySelector('#out').onclick = () => zoom(1.4, middle());
document.querySelector('#fit').onclick = () => { clear(); fit(); };

// A link to one entity: relationships.html#Shop_Orders

const follow = () => {
  const name = decodeURIComponent(location.hash.slice(1));
  const card = name && [...svg.querySelectorAll('.card')].find(one => one.dataset.name === name);
  if (card) { go(card); listOnly(nameOf(card)); }
};
addEventListener('hashchange', follow);
follow();
