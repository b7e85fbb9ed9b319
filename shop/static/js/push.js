// Asks the browser for an address to send notices to, and hands it to the form. Without it nothing else changes.
(() => {
  "use strict";
  const form = document.querySelector("form[data-push]");
  if (!form) return;
  const missing = () => {
    document.querySelector("[data-push-missing]").hidden = false;
    form.hidden = true;
  };
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) {
    missing();
    return;
  }
  const bytes = (text) => {
    const padded = text.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (text.length % 4)) % 4);
    return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
  };
  const subscribe = async () => {
    const worker = await navigator.serviceWorker.register(form.dataset.worker);
    await new Promise((ready) => {
      if (worker.active) ready();
      else (worker.installing || worker.waiting).addEventListener("statechange", (event) => {
        if (event.target.state === "activated") ready();
      });
    });
    const subscription = await worker.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytes(form.dataset.push),
    });
    const { endpoint, keys } = subscription.toJSON();
    Object.assign(form.elements.endpoint, { value: endpoint });
    Object.assign(form.elements.p256dh, { value: keys.p256dh });
    Object.assign(form.elements.auth, { value: keys.auth });
  };
  form.addEventListener("submit", (event) => {
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    subscribe().then(() => form.submit(), missing);
  });
})();
