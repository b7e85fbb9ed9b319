// What every page does beyond plain links and forms. Works with the strict Content-Security-Policy: no inline code.
(() => {
  "use strict";
  const personal = () => document.getElementById("personal");

  // An address says only what was chosen.
  const dropEmpty = (parameters) => {
    for (const name of Object.keys(parameters)) {
      if (parameters[name] === "" || (name === "sap-xep" && parameters[name] === "phu-hop")) delete parameters[name];
    }
  };

  // Pages that change something without a form of their own carry the token of another form on them.
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
    if (event.detail.verb === "get") dropEmpty(event.detail.parameters);
  });

  // The cached page promises the default province's run; the chosen commune's run replaces the words.
  const showPromises = () => {
    const words = personal()?.dataset.promise;
    if (words === undefined) return;
    document.querySelectorAll("[data-promise]").forEach((tag) => {
      if (tag === personal()) return;
      tag.textContent = words;
      tag.hidden = !words;
    });
  };
  document.addEventListener("htmx:load", showPromises);

  // Suggestions close by Escape or when the focus leaves the search form.
  const search = document.querySelector("form.search");
  const suggest = document.getElementById("suggest");
  search?.addEventListener("keydown", (event) => {
    if (event.key === "Escape") suggest.replaceChildren();
  });
  search?.addEventListener("focusout", (event) => {
    if (!search.contains(event.relatedTarget)) setTimeout(() => suggest.replaceChildren(), 150);
  });

  // A page with errors starts at their summary.
  document.getElementById("errs")?.focus();

  // Choices that only reload the form they stand in.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form?.requestSubmit();
  });

  // The sheet of filters closes when it is applied.
  document.addEventListener("submit", (event) => {
    if (event.target.matches(".facets:popover-open")) event.target.hidePopover();
  });

  // Minus and plus of a quantity, without a request.
  document.addEventListener("click", (event) => {
    const step = event.target.closest("button[data-step]");
    if (!step) return;
    event.preventDefault();
    const input = step.closest(".qty").querySelector("input");
    const highest = Number(input.dataset.max) || 999;
    input.value = Math.min(highest, Math.max(1, (parseInt(input.value, 10) || 1) + Number(step.dataset.step)));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest(".toast [data-close]")) event.target.closest(".toast").remove();
  });

  const toastFor = 6000;
  document.addEventListener("htmx:load", (event) => {
    const toasts = event.detail.elt.matches?.(".toast") ? [event.detail.elt] : event.detail.elt.querySelectorAll?.(".toast") ?? [];
    toasts.forEach((toast) => setTimeout(() => toast.remove(), toastFor));
  });

  const offline = (event) => {
    const target = event.detail.target;
    if (target?.closest?.("[data-quiet]") || target?.id === "personal" || target?.id === "suggest") return;
    const note = document.createElement("div");
    note.className = "toast";
    note.setAttribute("role", "status");
    note.textContent = "Chưa gửi được. Thử lại sau 1 phút, nội dung vẫn còn.";
    document.body.append(note);
    setTimeout(() => note.remove(), toastFor);
  };
  // A long row of tabs on a phone shows the tab one is on.
  for (const row of document.querySelectorAll(".side, .tabs")) {
    const tab = row.querySelector("[aria-current=page]");
    if (!tab || row.scrollWidth <= row.clientWidth) continue;
    const before = tab.previousElementSibling; // the tab itself sticks to an edge, so its own offset says nothing
    const start = before ? before.offsetLeft + before.offsetWidth - row.offsetLeft : 0;
    row.scrollLeft = start - (row.clientWidth - tab.offsetWidth) / 2;
  }

  document.addEventListener("htmx:sendError", offline);
  document.addEventListener("htmx:responseError", offline);
})();
