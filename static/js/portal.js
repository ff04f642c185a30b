// What a page can do beyond being read comes when it has been drawn, so that nobody waits for it: every part that a
// script serves names that script in data-script, until it is there.

const DRAWN = "paint"; // in a tab in the background only when it is looked at
const LATEST = 3000; // milliseconds: some browsers keep to themselves when they drew
const isTold = window.PerformanceObserver?.supportedEntryTypes?.includes(DRAWN);

if (isTold) new PerformanceObserver((_, observer) => (observer.disconnect(), serve())).observe({ type: DRAWN, buffered: true });
setTimeout(serve, isTold ? LATEST : 0);

function serve() {
  document.querySelectorAll("[data-script]").forEach(async (part) => {
    await import(part.dataset.script);
    part.removeAttribute("data-script");
  });
}
