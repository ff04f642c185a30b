// What a page can do beyond being read comes when it has been drawn, so that nobody waits for it: every part that a
// script serves names that script in data-script, until it is there.

// A link to something that lies folded opens the folds around it: not every browser does so itself.
function unfold() {
  const folds = "details:not([open])";
  const target = document.querySelector(":target");
  if (!target?.closest(folds)) return;
  for (let fold = target.closest(folds); fold; fold = fold.closest(folds)) fold.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", unfold);
unfold();

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
