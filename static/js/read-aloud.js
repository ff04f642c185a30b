// Reads the page aloud, piece by piece, by the browser's own voice. The button stays hidden where there is no voice
// for the language of the page.

const BLOCKS = "h1, h2, h3, p, li, dt, dd, caption, th, td, summary, label";
const box = document.querySelector(".read-aloud");
const speech = window.speechSynthesis;

if (box && speech) {
  offer();
  speech.addEventListener?.("voiceschanged", offer);
  addEventListener("pagehide", () => speech.cancel());
  box.querySelector("button").addEventListener("click", () => (reading() ? stop() : start()));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && reading()) stop();
  });
}

function offer() {
  box.hidden = !voice();
  document.documentElement.classList.toggle("can-read-aloud", !box.hidden);
}

/** A voice of the page's language, best one that works without a network. */
function voice() {
  const language = document.documentElement.lang.slice(0, 2).toLowerCase();
  const fitting = speech.getVoices().filter((one) => one.lang.toLowerCase().startsWith(language));
  return fitting.find((one) => one.localService && /cn|hans|us|gb/i.test(one.lang)) ?? fitting[0];
}

/** The innermost blocks of text that the reader can see. */
function pieces() {
  return [...document.querySelectorAll(`main :is(${BLOCKS})`)].filter(
    (one) => one.getClientRects().length && one.textContent.trim() && !one.querySelector(BLOCKS) && !one.closest("form, nav"),
  );
}

function reading() {
  return box.querySelector("button").getAttribute("aria-pressed") === "true";
}

function show(isReading) {
  box.querySelector("button").setAttribute("aria-pressed", String(isReading));
  box.querySelector(".read-start").hidden = isReading;
  box.querySelector(".read-stop").hidden = !isReading;
}

function start() {
  show(true);
  speech.cancel();
  const seen = pieces();
  const first = seen.findIndex((one) => one.getBoundingClientRect().bottom > 0);
  read(seen.slice(Math.max(first, 0)));
}

/** Reads the first piece, then the others: one at a time, since browsers cut long speech short. */
function read([piece, ...rest]) {
  if (!reading()) return;
  if (!piece) return stop();
  const words = new SpeechSynthesisUtterance(piece.innerText);
  words.voice = voice();
  words.lang = words.voice?.lang ?? document.documentElement.lang;
  words.rate = 0.9;
  words.onend = words.onerror = () => {
    piece.classList.remove("being-read");
    read(rest);
  };
  piece.classList.add("being-read");
  piece.scrollIntoView({ block: "nearest" });
  speech.speak(words);
}

function stop() {
  show(false);
  speech.cancel();
  document.querySelector(".being-read")?.classList.remove("being-read");
}
