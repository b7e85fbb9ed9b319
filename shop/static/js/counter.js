// The hand-over button opens when every parcel and the cash are ticked. Without this file the browser asks for them.
(() => {
  "use strict";
  document.querySelectorAll("form[data-ready]").forEach((form) => {
    const button = form.querySelector("button");
    const hint = form.querySelector("[data-ready-hint]");
    const check = () => {
      const ready = [...form.querySelectorAll("input[required]")].every((box) => box.checked);
      button.disabled = !ready;
      hint.hidden = ready;
    };
    form.addEventListener("change", check);
    form.addEventListener("submit", () => setTimeout(() => (button.disabled = true)));
    check();
  });
})();
