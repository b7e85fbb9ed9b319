// The listing editor: a draft that could not be saved by itself says so, tries again, and is not left by mistake.
// Once the whole form is on its way, nothing is saved by itself behind it.
(() => {
  "use strict";
  const saver = document.getElementById("tu-luu");
  if (!saver) return;
  const form = document.getElementById("tin");
  const retryAfter = 10000;
  let isUnsaved = false;
  let isSent = false;

  form.addEventListener("input", () => { isUnsaved = true; });
  form.addEventListener("submit", (event) => {
    isUnsaved = false;
    isSent = !event.defaultPrevented;
    if (isSent) htmx.trigger(saver, "htmx:abort");
  });
  window.addEventListener("pageshow", () => { isSent = false; });

  saver.addEventListener("htmx:beforeRequest", (event) => { if (isSent) event.preventDefault(); });
  saver.addEventListener("htmx:afterRequest", (event) => {
    isUnsaved = !isSent && !event.detail.successful;
    if (!isUnsaved) return;
    document.getElementById("saved-short").textContent = saver.dataset.unsaved;
    setTimeout(() => { if (isUnsaved) htmx.trigger(saver, "tu-luu"); }, retryAfter);
  });

  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });
})();
