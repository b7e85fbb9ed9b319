// Keys for people who look at many papers: j and k go down and up, Enter opens, u goes back, "." jumps to the decision.
(() => {
  "use strict";
  const rows = () => [...document.querySelectorAll("[data-row]")];

  const step = (by) => {
    const all = rows();
    if (!all.length) return;
    const here = all.indexOf(document.activeElement);
    const current = here >= 0 ? here : all.findIndex((row) => row.getAttribute("aria-current") === "page");
    const next = current < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, current + by));
    all[next].focus();
  };

  const acts = {
    j: () => step(1),
    k: () => step(-1),
    u: () => document.querySelector("[data-back]")?.click(),
    ".": () => document.querySelector("[data-decide] input:not([type=hidden])")?.focus(),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });
})();
