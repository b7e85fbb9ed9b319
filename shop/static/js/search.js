// The search box: suggestions by arrow keys (ARIA combobox), and what this device searched before.
// Recent searches stay in this browser; they are never sent anywhere.
(() => {
  "use strict";
  const KEY = "tim-gan-day";
  const MOST = 5;
  const form = document.querySelector("form.search");
  const input = form?.querySelector("input[name=q]");
  const list = document.getElementById("suggest");
  if (!input || !list) return;

  const options = () => [...list.querySelectorAll("a, button")];
  const current = () => list.querySelector("[aria-selected=true]");

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", "suggest");

  const mark = (option) => {
    options().forEach((other) => other.setAttribute("aria-selected", String(other === option)));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  // Whatever fills or empties the list, its roles follow.
  const dress = () => {
    const found = options();
    found.forEach((option, at) => {
      option.id = `suggest-${at}`;
      option.setAttribute("role", "option");
      option.tabIndex = -1;
    });
    if (found.length) {
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
    } else {
      list.removeAttribute("role");
      list.removeAttribute("aria-label");
    }
    input.setAttribute("aria-expanded", String(found.length > 0));
    mark(null);
  };
  new MutationObserver(dress).observe(list, { childList: true });

  const move = (step) => {
    const found = options();
    const at = found.indexOf(current());
    const next = at < 0 && step < 0 ? found.length - 1 : at + step;
    mark(found[next] ?? null);
  };

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !options().length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && current()) {
      event.preventDefault();
      current().click();
    }
  });

  // A browser may forbid storage; then nothing is remembered.
  const recent = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept.filter((words) => typeof words === "string").slice(0, MOST) : [];
    } catch {
      return [];
    }
  };
  const remember = (kept) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      return;
    }
  };

  form.addEventListener("submit", () => {
    const words = input.value.trim().slice(0, 80);
    if (words) remember([words, ...recent().filter((other) => other !== words)].slice(0, MOST));
  });

  const link = (words) => {
    const option = document.createElement("a");
    option.href = `${form.getAttribute("action")}?q=${encodeURIComponent(words)}`;
    const text = document.createElement("span");
    text.textContent = words;
    option.append(text);
    return option;
  };

  const forget = () => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn quiet sm";
    button.textContent = list.dataset.forget;
    button.addEventListener("click", () => {
      remember([]);
      list.replaceChildren();
      input.focus();
    });
    return button;
  };

  // An empty box shows what this device searched before, above what many people search.
  document.addEventListener("htmx:afterSwap", (event) => {
    const kept = recent();
    if (event.target !== list || input.value.trim() || !kept.length) return;
    const shown = new Set(kept);
    options().forEach((option) => shown.has(option.textContent.trim()) && option.remove());
    list.prepend(...kept.map(link), forget());
  });
})();
