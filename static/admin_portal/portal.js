"use strict";
/* Forms of the admin: names for the search boxes of select2, and only those breakdowns that the indicator has. */
(() => {
  const $ = window.django && window.django.jQuery;
  if (!$) {
    return;
  }

  const wordsOf = (select) => {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const words = select.getAttribute("aria-label") || (label && label.textContent) || "";
    return words.trim().replace(/[:：]$/, "");
  };

  const nameBox = (select) => {
    const container = $(select).next(".select2")[0];
    const words = wordsOf(select);
    if (!container || !words) {
      return;
    }
    const box = container.querySelector(".select2-selection");
    const shown = container.querySelector(".select2-selection__rendered");
    ["role", "aria-readonly"].forEach((name) => shown && shown.removeAttribute(name)); // words, not a field of their own
    box.id = `${select.id}_box`;
    box.setAttribute("aria-label", words);
    box.setAttribute("aria-labelledby", [box.id, shown && shown.id].filter(Boolean).join(" "));
    container.querySelectorAll(".select2-search__field").forEach((f) => f.setAttribute("aria-label", words));
  };

  // The button that empties a choice of many stands within the list of what is chosen, where only items may.
  const freeList = (select) => {
    const box = $(select).next(".select2").find(".select2-selection--multiple")[0];
    const button = box && box.querySelector("ul > .select2-selection__clear");
    if (box) {
      box.querySelectorAll(":scope > .select2-selection__clear").forEach((old) => old.remove());
    }
    if (button) {
      button.closest("ul").before(button);
    }
  };

  const nameSearch = (event) => {
    document
      .querySelectorAll(".select2-container--open .select2-search__field")
      .forEach((field) => field.setAttribute("aria-label", wordsOf(event.target)));
  };

  const followIndicator = (facts, select) => {
    const line = document.createElement("p");
    line.className = "help indicator-words";
    line.setAttribute("role", "status");
    select.closest(".form-row").append(line);
    const show = () => {
      const known = facts[select.value];
      line.textContent = known ? known.words : "";
      document.querySelectorAll("select[name^=dimension_]").forEach((field) => {
        const row = field.closest(".form-row");
        const asked = known && known.dimensions.includes(field.name.replace("dimension_", ""));
        row.classList.toggle("hidden", !asked && !field.value && !row.querySelector(".errorlist"));
      });
    };
    $(select).on("change", show);
    show();
  };

  $(() => {
    document.querySelectorAll("select.admin-autocomplete").forEach((select) => {
      nameBox(select);
      freeList(select);
      $(select).on("change", () => freeList(select));
    });
    $(document).on("select2:open", nameSearch);
    const facts = document.getElementById("indicator-facts");
    const indicator = document.getElementById("id_indicator");
    if (facts && indicator && indicator.tagName === "SELECT") {
      followIndicator(JSON.parse(facts.dataset.facts), indicator);
    }
  });
  document.addEventListener("formset:added", (event) => {
    event.target.querySelectorAll("select.admin-autocomplete").forEach(nameBox);
  });
})();
