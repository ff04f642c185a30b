"use strict";
/* Form drafts: nothing that an official types is lost (portal/desk/drafts.py is the server's half).

Each form that is sent by POST is copied into this browser as one types, encrypted with a key that only pages of the
signed-in official contain, and to the server after a pause. Opened again, the form comes back as it was left. The end
of the session is announced, and can be put off where it has only been idle. */
(() => {
  const page = document.getElementById("drafts");
  if (!page) {
    return;
  }
  const PAUSE = 2000; // milliseconds without a change before the server gets a copy
  const WARNING = 180; // seconds before the end of the session
  const LONGEST_ADDRESS = 500;
  const PREFIX = `draft:${page.dataset.owner}:`;
  const words = (name) => page.querySelector(`[data-words="${name}"]`).content.firstElementChild.cloneNode(true);
  const $ = window.django && window.django.jQuery;

  /* This browser's copies. They need WebCrypto, which browsers offer over HTTPS and on localhost. */
  const subtle = window.crypto && window.crypto.subtle;
  const raw = Uint8Array.from(atob(page.dataset.key), (character) => character.charCodeAt(0));
  const key = subtle && subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

  const base64 = (bytes) => {
    let text = "";
    for (let start = 0; start < bytes.length; start += 0x8000) {
      text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
    }
    return btoa(text);
  };

  const writeLocal = async (address, draft) => {
    if (!key) {
      return;
    }
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(draft));
    const sealed = new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, await key, plain));
    try {
      localStorage.setItem(PREFIX + address, `${base64(iv)}.${base64(sealed)}`);
    } catch {
      // full or forbidden: the server's copy remains
    }
  };

  const readLocal = async (address) => {
    const stored = key && localStorage.getItem(PREFIX + address);
    if (!stored) {
      return null;
    }
    const [iv, sealed] = stored.split(".").map((part) => Uint8Array.from(atob(part), (c) => c.charCodeAt(0)));
    try {
      const plain = await subtle.decrypt({ name: "AES-GCM", iv }, await key, sealed);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      localStorage.removeItem(PREFIX + address); // written under a key that is no longer in use
      return null;
    }
  };

  const forgetSaved = () => {
    const cookie = document.cookie.split("; ").find((one) => one.startsWith("portal_saved_form="));
    if (cookie) {
      localStorage.removeItem(PREFIX + decodeURIComponent(cookie.slice(cookie.indexOf("=") + 1)));
      document.cookie = `portal_saved_form=; path=${page.dataset.address.replace("drafts/", "")}; max-age=0`;
    }
  };

  /* The boxes of a form, as [name, value, label] in their order; the label is that of a chosen option. */
  const isKept = (box) =>
    box.name &&
    !box.disabled &&
    box.name !== "csrfmiddlewaretoken" &&
    !["submit", "button", "image", "reset", "file", "password"].includes(box.type);

  const collect = (form) =>
    [...form.elements].filter(isKept).flatMap((box) => {
      if (box.type === "select-one" || box.type === "select-multiple") {
        return [...box.selectedOptions].map((option) => [box.name, option.value, option.textContent.trim()]);
      }
      if (box.type === "checkbox" || box.type === "radio") {
        return box.checked ? [[box.name, box.value, ""]] : [];
      }
      return [[box.name, box.value, ""]];
    });

  const addRows = (form, values) => {
    [...form.elements]
      .filter((box) => box.name && box.name.endsWith("-TOTAL_FORMS"))
      .forEach((total) => {
        const group = document.getElementById(`${total.name.replace("-TOTAL_FORMS", "")}-group`);
        const wanted = Number((values.get(total.name) || [[total.value]])[0][0]);
        for (let have = Number(total.value); have < wanted && group; have += 1) {
          const add = group.querySelector(".add-row a");
          if (!add) {
            return;
          }
          add.click();
        }
      });
  };

  const fill = (form, boxes) => {
    const values = new Map();
    boxes.forEach(([name, value, label]) => values.set(name, [...(values.get(name) || []), [value, label]]));
    addRows(form, values);
    const next = new Map();
    [...form.elements].filter(isKept).forEach((box) => {
      const left = values.get(box.name) || [];
      if (box.type === "select-one" || box.type === "select-multiple") {
        left
          .filter(([value]) => ![...box.options].some((option) => option.value === value))
          .forEach(([value, label]) => box.add(new Option(label, value)));
        const chosen = left.map(([value]) => value);
        [...box.options].forEach((option) => {
          option.selected = chosen.includes(option.value);
        });
        if ($ && $(box).data("select2")) {
          $(box).trigger("change.select2");
        }
      } else if (box.type === "checkbox" || box.type === "radio") {
        box.checked = left.some(([value]) => value === box.value);
      } else if (left.length) {
        const turn = next.get(box.name) || 0;
        next.set(box.name, turn + 1);
        box.value = (left[turn] || left[0])[0];
      }
    });
  };

  /* The session. */
  let end = Date.now() + Number(page.dataset.left) * 1000;
  let banner = null;

  const announce = (name) => {
    if (banner && banner.dataset.name === name) {
      return;
    }
    if (banner) {
      banner.remove();
    }
    banner = name ? words(name) : null;
    if (banner) {
      banner.dataset.name = name;
      const stay = banner.querySelector("button");
      if (stay) {
        stay.addEventListener("click", () => ask());
      }
      const link = banner.querySelector("a");
      if (link) {
        link.href = location.href; // which leads to the page for signing in, and from there back
      }
      document.body.prepend(banner);
    }
  };

  const watch = () => {
    const left = (end - Date.now()) / 1000;
    announce(left <= 0 ? "ended" : left < WARNING ? "ending" : "");
  };

  const ask = async (query = "", options = {}) => {
    const response = await fetch(page.dataset.address + query, {
      credentials: "same-origin",
      redirect: "manual",
      ...options,
    });
    if (response.ok) {
      const answer = await response.json();
      end = Date.now() + answer.left * 1000;
      watch();
      return answer;
    }
    if (response.type === "opaqueredirect" || response.status === 401) {
      end = Date.now();
      watch();
    }
    return null;
  };

  /* One form. */
  const addressOf = (form) => {
    const url = new URL(form.getAttribute("action") || "", location.href);
    return url.pathname + url.search;
  };

  const hasDraft = (form) =>
    addressOf(form).length <= LONGEST_ADDRESS &&
    !form.querySelector("input[type=password]") &&
    [...form.elements].some((box) => isKept(box) && box.type !== "hidden");

  const follow = async (form, remote) => {
    const address = addressOf(form);
    const token = form.elements.csrfmiddlewaretoken.value;
    const wasRefused = page.dataset.method === "POST" && address === location.pathname + location.search;
    const saved = wasRefused ? "" : JSON.stringify(collect(form));
    let timer = 0;
    let leaving = false;
    let sending = new AbortController();

    const send = async () => {
      const boxes = collect(form);
      sending.abort();
      sending = new AbortController();
      try {
        const answer = await ask("", {
          method: "POST",
          signal: sending.signal,
          headers: { "Content-Type": "application/json", "X-CSRFToken": token },
          body: JSON.stringify({ address, boxes }),
        });
        if (answer && JSON.stringify(boxes) === JSON.stringify(collect(form))) {
          await writeLocal(address, { boxes, sent: true });
        }
      } catch {
        // no network, or sent meanwhile: this browser's copy remains
      }
    };

    const changed = () => {
      const boxes = collect(form);
      writeLocal(address, { boxes, sent: false });
      clearTimeout(timer);
      timer = setTimeout(send, PAUSE);
    };

    const forget = async () => {
      clearTimeout(timer);
      localStorage.removeItem(PREFIX + address);
      await ask(`?address=${encodeURIComponent(address)}`, {
        method: "DELETE",
        headers: { "X-CSRFToken": token },
      });
    };

    const restore = (draft) => {
      fill(form, draft.boxes);
      const notice = words("restored");
      const time = draft.saved_at ? new Date(draft.saved_at) : new Date();
      notice.querySelector("time").textContent = time.toLocaleString(document.documentElement.lang);
      notice.querySelector("button").addEventListener("click", async () => {
        leaving = true;
        await forget();
        location.reload();
      });
      form.prepend(notice);
    };

    if (wasRefused) {
      changed();
    } else {
      const local = await readLocal(address);
      const draft = local && !local.sent ? local : remote;
      if (draft && JSON.stringify(draft.boxes) !== saved) {
        restore(draft);
      }
      if (local && local.sent && !remote) {
        localStorage.removeItem(PREFIX + address); // saved or discarded elsewhere
      }
    }

    if ($) {
      $(form).on("input change", changed); // what select2 reports reaches jQuery alone
    } else {
      form.addEventListener("input", changed);
      form.addEventListener("change", changed);
    }
    form.addEventListener("submit", () => {
      leaving = true;
      clearTimeout(timer);
      sending.abort();
      writeLocal(address, { boxes: collect(form), sent: false });
    });
    window.addEventListener("pageshow", () => {
      leaving = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && JSON.stringify(collect(form)) !== saved) {
        event.preventDefault();
      }
    });
    form.dataset.drafts = "on";
  };

  forgetSaved();
  const logout = document.getElementById("logout-form");
  if (logout) {
    logout.addEventListener("submit", () => {
      Object.keys(localStorage)
        .filter((name) => name.startsWith(PREFIX))
        .forEach((name) => localStorage.removeItem(name));
    });
  }
  window.addEventListener("load", async () => {
    const forms = [...document.querySelectorAll("form[method=post]:not(#logout-form, #changelist-form)")].filter(hasDraft);
    if (forms.length) {
      const query = new URLSearchParams(forms.map((form) => ["address", addressOf(form)]));
      const answer = await ask(`?${query}`).catch(() => null);
      forms.forEach((form) => follow(form, answer && answer.drafts[addressOf(form)]));
    }
    setInterval(watch, 5000);
  });
})();
