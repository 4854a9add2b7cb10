"use strict";
(() => {
  const tools = document.getElementById("tools");
  if (!tools) return;
  const list = document.getElementById("findings");
  const findings = [...list.querySelectorAll(".finding")].map((element) => ({
    element,
    file: element.parentElement.dataset.file,
    rule: `${element.dataset.rule} ${element.dataset.name}`,
    text: element.textContent.toLowerCase(),
  }));
  const rules = [...document.querySelectorAll("aside button")];
  const filesById = new Map([...list.children].map((section) => [section.dataset.file, section.id]));

  const group = (by) => {
    document.body.dataset.by = by;
    const sections = new Map();
    const order = by === "file" ? findings : [...findings].sort((a, b) => (a.rule < b.rule ? -1 : +(a.rule > b.rule)));
    for (const one of order) {
      if (!sections.has(one[by])) sections.set(one[by], section(one[by], by));
      sections.get(one[by]).append(one.element);
    }
    list.replaceChildren(...sections.values());
  };

  const section = (title, by) => {
    const made = document.createElement("section");
    if (by === "file") made.id = filesById.get(title);
    const head = document.createElement("h2");
    head.append(`${title} `, document.createElement("i"));
    made.append(head);
    return made;
  };

  const filter = () => {
    const words = tools.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = new Set([...tools.querySelectorAll("[name=severity]:checked")].map((box) => box.value));
    const chosen = new Set(rules.filter((one) => one.ariaPressed === "true").map((one) => one.dataset.rule));
    let shown = 0;
    for (const { element, text } of findings) {
      const wanted = severities.has(element.dataset.severity)
        && (!chosen.size || chosen.has(element.dataset.rule))
        && words.every((word) => text.includes(word));
      element.hidden = !wanted;
      shown += wanted;
    }
    for (const part of list.children) {
      const number = part.querySelectorAll(".finding:not([hidden])").length;
      part.hidden = !number;
      part.querySelector("h2 i").textContent = number;
    }
    document.getElementById("shown").textContent = shown < findings.length ? `${shown} of ${findings.length} shown` : "";
  };

  const unfold = (open) => findings.forEach(({ element }) => { if (!element.hidden) element.open = open; });

  tools.addEventListener("input", (event) => {
    if (event.target.name === "by") group(event.target.value);
    filter();
  });
  tools.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("unfold").addEventListener("click", () => unfold(true));
  document.getElementById("fold").addEventListener("click", () => unfold(false));
  for (const button of rules) {
    button.addEventListener("click", () => {
      button.ariaPressed = String(button.ariaPressed !== "true");
      filter();
    });
  }
  for (const link of document.querySelectorAll("aside a")) {
    link.addEventListener("click", () => {
      if (document.body.dataset.by === "file") return;
      tools.querySelector("[name=by][value=file]").checked = true;
      group("file");
      filter();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== tools.text) {
      event.preventDefault();
      tools.text.focus();
    }
  });
  tools.reset();
  tools.hidden = false;
})();
