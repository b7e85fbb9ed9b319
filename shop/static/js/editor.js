// The listing editor: a draft that could not be saved by itself says so, tries again, and is not left by mistake.
(() => {
  "use strict";
  const saver = document.getElementById("tu-luu");
  if (!saver) return;
  const form = document.getElementById("tin");
  const retryAfter = 10000;
  let isUnsaved = false;

  form.addEventListener("input", () => { isUnsaved = true; });
  form.addEventListener("submit", () => { isUnsaved = false; });

  saver.addEventListener("htmx:afterRequest", (event) => {
    isUnsaved = !event.detail.successful;
    if (!isUnsaved) return;
    document.getElementById("saved-short").textContent = saver.dataset.unsaved;
    setTimeout(() => { if (isUnsaved) htmx.trigger(saver, "tu-luu"); }, retryAfter);
  });

  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });
})();
