// Reads the page aloud, sentence by sentence, by the browser's own voice. The button stays hidden where there is no
// voice for the language of the page.

const BLOCKS = "h1, h2, h3, p, li, dt, dd, caption, figcaption, th, td, summary, label";
const CHART = "svg[role=img]";
const UNREAD = "form, nav, thead, .visually-hidden, [aria-hidden=true]";
// How voices name a language, the best first: Mandarin goes by two names, and Cantonese is better than silence.
const TONGUES = {
  zh: [/^(zh-(cn|hans|sg)|cmn)\b/, /^zh\b(?!-(hk|mo|hant-hk))/, /^(zh|yue)\b/],
  en: [/^en-(gb|us)\b/, /^en\b/],
};
const box = document.querySelector(".read-aloud");
const speech = window.speechSynthesis;
let voices = {}; // the best voice by language, or undefined
let turn = 0; // counts starts and stops: what an earlier one still says is not heeded

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
  voices = Object.fromEntries(Object.keys(TONGUES).map((tongue) => [tongue, best(TONGUES[tongue])]));
  box.hidden = !voiceOf(document.documentElement);
  document.documentElement.classList.toggle("can-read-aloud", !box.hidden);
}

/** The first voice that fits the earliest name, one that works without a network before others. */
function best(names) {
  const known = speech.getVoices().map((one) => [one, one.lang.toLowerCase().replaceAll("_", "-")]);
  for (const name of names) {
    const fitting = known.filter(([, lang]) => name.test(lang)).map(([one]) => one);
    if (fitting.length) return fitting.find((one) => one.localService) ?? fitting[0];
  }
}

/** The voice of the language that a part of the page is in. */
function voiceOf(part) {
  return voices[part.closest("[lang]").lang.slice(0, 2).toLowerCase()];
}

/** What the reader can see, in its order: the innermost blocks of text, and charts. */
function pieces() {
  return [...document.querySelectorAll(`main :is(${BLOCKS}, ${CHART})`)].filter(
    (one) => isSeen(one) && told(one) && !one.querySelector(BLOCKS) && !one.closest(UNREAD),
  );
}

function isSeen(one) {
  return one.getClientRects().length && (one.checkVisibility?.() ?? true);
}

/** A piece in words: a cell of a table with the name of its column, a chart by its description. */
function told(piece) {
  if (piece.matches(CHART)) return piece.querySelector("desc")?.textContent ?? "";
  const words = piece.innerText.replace(/\s*·\s*/g, ", ").trim();
  return words && piece.dataset.name ? `${piece.dataset.name}: ${words}` : words;
}

/** Browsers cut long speech short, so that it goes by sentences. */
function sentences(text, lang) {
  if (!window.Intl?.Segmenter) return [text];
  const parts = [...new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text)];
  return parts.map(({ segment }) => segment.trim()).filter(Boolean);
}

function reading() {
  return box.querySelector("button").getAttribute("aria-pressed") === "true";
}

function show(isReading) {
  box.querySelector("button").setAttribute("aria-pressed", String(isReading));
  box.querySelector(".read-start").hidden = isReading;
  box.querySelector(".read-stop").hidden = !isReading;
}

/** Begins with what is on the screen. */
function start() {
  speech.cancel();
  show(true);
  const seen = pieces();
  const first = seen.findIndex((one) => one.getBoundingClientRect().bottom > 0);
  read(seen.slice(Math.max(first, 0)), ++turn);
}

function read([piece, ...rest], mine) {
  document.querySelector(".being-read")?.classList.remove("being-read");
  if (!piece) return stop();
  const voice = voiceOf(piece) ?? voiceOf(document.documentElement);
  piece.classList.add("being-read");
  piece.scrollIntoView({ block: "nearest" });
  say(sentences(told(piece), piece.closest("[lang]").lang), voice, mine, () => read(rest, mine));
}

function say([sentence, ...rest], voice, mine, then) {
  if (mine !== turn) return;
  if (!sentence) return then();
  const words = new SpeechSynthesisUtterance(sentence);
  Object.assign(words, { voice, lang: voice.lang, rate: 0.9 });
  words.onend = words.onerror = () => say(rest, voice, mine, then);
  speech.speak(words);
}

function stop() {
  turn += 1;
  show(false);
  speech.cancel();
  document.querySelector(".being-read")?.classList.remove("being-read");
}
