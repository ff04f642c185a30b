/* Suggestions while typing, in every search box that names in data-suggest where to ask: a combobox after ARIA 1.2.
   Without this module, and whenever asking fails, the box is a plain form. */

const WAIT = 150; // milliseconds without a key before asking
const LEAST = 2; // characters
let boxes = 0;

// Nothing of it is made before the box is used.
document.querySelectorAll("input[data-suggest]").forEach((input) => {
  if (input === document.activeElement) begin(input);
  else input.addEventListener("focus", () => begin(input), { once: true });
});

function begin(input) {
  const list = element("ul", { id: `suggestions-${++boxes}`, className: "suggestions", role: "listbox", hidden: true });
  const status = element("p", { className: "visually-hidden", role: "status" });
  const label = input.dataset.suggestions;
  list.setAttribute("aria-label", label);
  input.form.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.autocomplete = "off";
  let timer, request, shown = "", active = -1;

  input.addEventListener("input", (event) => event.isComposing || later());
  input.addEventListener("compositionend", later);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const many = list.children.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden && many && shown === input.value.trim()) open();
      else if (list.hidden) return void later();
      // the places go round: the box itself (-1), the first suggestion (0) … the last
      const places = many + 1;
      choose(((active + 1 + (event.key === "ArrowDown" ? 1 : places - 1)) % places) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      go(list.children[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // the first closes the list, the next empties the box
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => go(event.target.closest("li")));

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  }

  async function ask() {
    const query = input.value.trim();
    request?.abort();
    if (query.length < LEAST) return close();
    if (query === shown && list.children.length) return open();
    const mine = (request = new AbortController());
    try {
      const address = new URL(input.dataset.suggest, location.href);
      address.searchParams.set("q", query);
      const answer = await fetch(address, { signal: mine.signal });
      const { suggestions } = await answer.json();
      if (mine.signal.aborted || document.activeElement !== input) return;
      fill(suggestions);
      shown = query;
      if (suggestions.length) open();
      else close();
      status.textContent = `${label}: ${suggestions.length}`;
    } catch {
      if (!mine.signal.aborted) close();
    }
  }

  function fill(suggestions) {
    active = -1;
    list.replaceChildren(...suggestions.map(({ title, kind, address }, number) => {
      const option = element("li", { id: `${list.id}-${number}`, role: "option" });
      option.dataset.address = address;
      option.setAttribute("aria-selected", "false");
      option.append(element("span", { textContent: title }), " ", element("span", { className: "kind", textContent: kind }));
      return option;
    }));
  }

  function open() {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(number) {
    active = number < list.children.length ? number : -1;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
    const option = list.children[active];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }
}

function go(option) {
  if (option) location.assign(option.dataset.address);
}

function element(name, { role, ...properties }) {
  const made = Object.assign(document.createElement(name), properties);
  if (role) made.setAttribute("role", role);
  return made;
}
