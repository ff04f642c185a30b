"use strict";
/* The return sheet: what is wrong with a row is said when its boxes are left, and Enter goes to the box below. */
(() => {
  const sheet = document.getElementById("return-sheet");
  if (!sheet) {
    return;
  }
  const address = sheet.dataset.check;
  const latest = new Map();

  const say = (cell, sentences) => {
    const old = cell.querySelector("ul.errorlist");
    if (old) {
      old.remove();
    }
    cell.classList.toggle("errors", sentences.length > 0);
    const box = cell.querySelector("input:not([type=hidden]), select, textarea");
    if (box) {
      box.toggleAttribute("aria-invalid", sentences.length > 0);
    }
    if (!sentences.length) {
      return;
    }
    const list = document.createElement("ul");
    list.className = "errorlist";
    list.setAttribute("role", "status");
    sentences.forEach((sentence) => {
      const item = document.createElement("li");
      item.textContent = sentence;
      list.append(item);
    });
    cell.append(list);
  };

  const show = (row, errors) => {
    row.querySelectorAll("[data-column]").forEach((cell) => say(cell, errors[cell.dataset.column] || []));
    const said = row.querySelector(".return-said");
    if (said) {
      say(said, errors.__all__ || errors[""] || []);
    }
  };

  const check = async (row) => {
    const turn = (latest.get(row) || 0) + 1;
    latest.set(row, turn);
    const body = new FormData();
    body.append("csrfmiddlewaretoken", sheet.elements.csrfmiddlewaretoken.value);
    row.querySelectorAll("input, select, textarea").forEach((box) => body.append(box.name, box.value));
    try {
      const answer = await fetch(address, { method: "POST", body, credentials: "same-origin" });
      if (answer.ok && latest.get(row) === turn) {
        show(row, (await answer.json())[row.dataset.row] || {});
      }
    } catch {
      // saving says it too
    }
  };

  if (address) {
    sheet.addEventListener("change", (event) => {
      const row = event.target.closest("tr[data-row]");
      if (row) {
        check(row);
      }
    });
  }

  sheet.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td[data-column]");
    if (event.key !== "Enter" || event.isComposing || !cell || !event.target.matches("input")) {
      return;
    }
    event.preventDefault();
    const step = event.shiftKey ? "previousElementSibling" : "nextElementSibling";
    const row = cell.closest("tr")[step];
    const below = row && row.querySelector(`[data-column="${CSS.escape(cell.dataset.column)}"] input`);
    if (below) {
      below.focus();
      below.select();
    } else {
      event.target.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
})();
