// The page: files on one side, what is found in them on the other. All that is shown of them is text, never markup.

const PAUSE = 400; // milliseconds without a keystroke after which the files are checked
const shown = Object.fromEntries(
  ["state", "link", "example", "file", "add", "remove", "text", "findings", "asides"].map((id) => [
    id,
    document.getElementById(id),
  ]),
);
const python = new Worker("worker.js", { type: "module" });
let files = {};
let current = "";
let turn = 0;
let waiting;

python.onmessage = ({ data }) => {
  if (data.turn !== turn) return; // something has been typed since
  if (data.trouble !== undefined) tell("That is a bug of c360lint or of this page:", [data.trouble]);
  else if (data.found.refused !== undefined) tell("Nothing could be checked.", [data.found.refused]);
  else show(data.found);
  document.body.dataset.turn = data.turn;
};
python.onerror = (event) => tell("Python can't be loaded here.", [event.message ?? "see the browser's console"]);

function check() {
  turn += 1;
  python.postMessage({ turn, files: JSON.stringify(files) });
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(check, PAUSE);
}

function tell(state, asides) {
  shown.state.textContent = state;
  shown.findings.replaceChildren();
  shown.asides.replaceChildren(...asides.map((text) => element("li", text)));
}

function show(found) {
  const many = found.found.length;
  const inThem = `${found.documents} document${found.documents === 1 ? "" : "s"}`;
  tell(many ? `${many} finding${many === 1 ? "" : "s"} in ${inThem}` : `Nothing is found in ${inThem}`, [
    ...(found.heldBack ? [`${found.heldBack} places wait until what is found is mended`] : []),
    ...found.notChecked.map((one) => `not checked: ${one.code}: ${one.reason}; ${one.needs}`),
    ...found.skipped.map((name) => `passed over: ${name}, not ours`),
  ]);
  shown.findings.replaceChildren(...found.found.map((one) => finding(one, found.pages[one.code])));
}

function finding(one, page) {
  const item = element("li");
  const head = element("p");
  head.append(place(one, one.range), " ", element("span", one.severity, one.severity), " ");
  head.append(element("span", `${one.code} ${one.name}`, "code"));
  item.append(head, element("p", one.message));
  if (one.help) item.append(element("p", `→ ${one.help}`));
  for (const other of one.related) {
    const line = element("p");
    line.append(place(other, other.range), ` ${other.message}`);
    item.append(line);
  }
  const more = element("details");
  more.append(element("summary", "Why"), element("p", one.why), element("pre", page));
  item.append(more);
  return item;
}

function place({ file }, range) {
  const button = element("button", `${file}:${range.start.line}:${range.start.column}`, "place");
  button.onclick = () => select(file, range);
  return button;
}

function select(file, range) {
  if (!(file in files)) return;
  open(file);
  const from = offset(range.start);
  shown.text.focus();
  shown.text.setSelectionRange(from, offset(range.end));
  const height = parseFloat(getComputedStyle(shown.text).lineHeight);
  shown.text.scrollTop = Math.max(0, (range.start.line - 4) * height);
}

// Columns count code points, and a textarea counts UTF-16.
function offset({ line, column }) {
  const lines = shown.text.value.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return before + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
}

function element(name, text, kind) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (kind !== undefined) made.className = kind;
  return made;
}

function open(name) {
  current = name;
  shown.file.replaceChildren(...Object.keys(files).map((one) => new Option(one, one, false, one === name)));
  shown.text.value = files[name] ?? "";
  shown.text.disabled = !(name in files);
}

function take(given) {
  files = given;
  open(Object.keys(files)[1] ?? Object.keys(files)[0] ?? "");
  check();
}

shown.text.oninput = () => {
  files[current] = shown.text.value;
  soon();
};
shown.file.onchange = () => open(shown.file.value);
shown.add.onclick = () => {
  const name = prompt("The file's name, such as manage/segments.json")?.trim();
  if (!name) return;
  files[name] ??= name.endsWith(".json") ? "[]\n" : "";
  open(name);
  soon();
};
shown.remove.onclick = () => {
  delete files[current];
  open(Object.keys(files)[0] ?? "");
  soon();
};
shown.link.onclick = async () => {
  history.replaceState(null, "", `#${await packed(JSON.stringify(files))}`);
  await navigator.clipboard?.writeText(location.href).catch(() => undefined);
  shown.state.textContent = "All files are in the address of this page now.";
};
shown.example.onclick = async () => take(await (await fetch("example.json")).json());

const through = (bytes, stream) => new Response(new Blob([bytes]).stream().pipeThrough(stream));

async function packed(text) {
  const bytes = new Uint8Array(await through(text, new CompressionStream("deflate-raw")).arrayBuffer());
  return btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

async function unpacked(written) {
  const bytes = Uint8Array.from(atob(written.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const given = JSON.parse(await through(bytes, new DecompressionStream("deflate-raw")).text());
  return Object.fromEntries(Object.entries(given).filter(([, text]) => typeof text === "string"));
}

async function begin() {
  try {
    if (location.hash.length > 1) return take(await unpacked(location.hash.slice(1)));
  } catch {
    shown.asides.replaceChildren(element("li", "What stands behind # in the address can't be read."));
  }
  take(await (await fetch("example.json")).json());
}
window.onhashchange = begin;
begin();
