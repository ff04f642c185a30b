/* Filters and pages of a list without a full reload. The same address is fetched as without this module, and what it
   says stands in for every part marked data-live; if anything fails, the browser goes to that address itself. */

const WAIT = 150; // milliseconds: arrow keys run through the choices of a select
const form = document.querySelector("form[data-filters]");
const FOCUSABLE = "a[href], button, input, select, summary";
let asked = here(location); // the address that is shown, or will be when it has come
let request, timer;

if (form && results()) begin();

function results() {
  return document.getElementById("results");
}

function begin() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(chosen(), { push: true, filling: true });
  });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "date") later(); // a date is typed part by part; it counts when it is left
  });
  form.addEventListener("focusout", (event) => {
    if (event.target.type === "date") later();
  });
  document.addEventListener("click", follow);
  window.addEventListener("popstate", (event) => {
    if (here(location) !== asked) show(new URL(location.href), { scroll: event.state?.scroll ?? 0 });
  });
}

/* Where it is said what was found; made before it is filled, since only what changes is read out. */
function announcement() {
  const made = document.getElementById("announcement");
  if (made) return made;
  const status = Object.assign(document.createElement("p"), { className: "visually-hidden", id: "announcement" });
  status.setAttribute("role", "status");
  results().before(status);
  return status;
}

function here({ pathname, search }) {
  return pathname + search;
}

/* The address of what is chosen in the form: what is left empty is left out. */
function chosen() {
  const address = new URL(form.action);
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  address.search = new URLSearchParams(filled);
  address.hash = "";
  return address;
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const address = chosen();
    if (here(address) !== asked) show(address, { push: true, filling: true });
  }, WAIT);
}

function follow(event) {
  const link = event.target.closest("[data-follow] a[href]");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || event.defaultPrevented || link.target || link.pathname !== location.pathname) return;
  if (link.hash || link.origin !== location.origin) return;
  event.preventDefault();
  show(new URL(link.href), { push: true, top: results().contains(link) });
}

async function show(address, { push = false, filling = false, top = false, scroll = null }) {
  clearTimeout(timer);
  request?.abort();
  const mine = (request = new AbortController());
  asked = here(address);
  announcement();
  results().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine.signal.aborted) return;
    if (!answer.ok || !page.getElementById("results")) throw new Error(answer.status);
    if (push && here(address) !== here(location)) {
      history.replaceState({ scroll: window.scrollY }, "");
      history.pushState(null, "", address);
    }
    replace(page, filling);
    if (top) toResults();
    if (scroll !== null) window.scrollTo(0, scroll);
  } catch {
    if (!mine.signal.aborted) push ? location.assign(address) : location.reload();
  }
}

/* Every live part is replaced by its counterpart, but not the fields that the reader is filling in. */
function replace(page, filling) {
  document.title = page.title;
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    if (!fresh || (focused && filling && part.id === "filter-fields")) continue;
    const place = focused ? [...part.querySelectorAll(FOCUSABLE)].indexOf(focused) : -1;
    part.replaceWith(document.adoptNode(fresh));
    if (focused) (fresh.querySelectorAll(FOCUSABLE)[place] ?? results()).focus({ preventScroll: true });
  }
  const count = results().querySelector(".count");
  announcement().textContent = count ? count.textContent : document.title;
}

function toResults() {
  results().focus({ preventScroll: true });
  results().scrollIntoView();
}
