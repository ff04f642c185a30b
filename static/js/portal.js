// What a page can do beyond being read comes when it has been drawn, so that nobody waits for it: every part that a
// script serves names that script in data-script, until it is there.

const DRAWN = "paint"; // in a tab in the background only when it is looked at
const drawn = window.PerformanceObserver?.supportedEntryTypes?.includes(DRAWN);

if (drawn) new PerformanceObserver((_, observer) => (observer.disconnect(), serve())).observe({ type: DRAWN, buffered: true });
else serve();

function serve() {
  document.querySelectorAll("[data-script]").forEach(async (part) => {
    await import(part.dataset.script);
    part.removeAttribute("data-script");
  });
}
