"use strict";
/* How far a large workbook is: asked once a second; without a script the page loads itself again. */
(() => {
  const job = document.getElementById("workbook-job");
  const bar = document.getElementById("job-bar");
  const said = document.getElementById("job-said");

  const show = (now) => {
    said.textContent = now.said;
    if (now.of) {
      bar.max = now.of;
      bar.value = now.done;
    } else {
      bar.removeAttribute("value");
    }
  };

  const ask = async () => {
    try {
      const answer = await fetch(job.dataset.status, { credentials: "same-origin", redirect: "error" });
      const now = await answer.json();
      if (!now.running) {
        window.location.reload();
        return;
      }
      show(now);
    } catch {
      // The server may be starting anew: it is asked again.
    }
    window.setTimeout(ask, 1000);
  };

  if (job) {
    ask();
  }
})();
