// Make this phone the point's device: the token is kept encrypted on the phone and shown nowhere.
import * as store from "./store.js";

const enrol = async (form) => {
  const button = form.querySelector("button");
  const error = form.querySelector("[role=alert]");
  button.disabled = true;
  error.hidden = true;
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    const told = await response.json();
    if (!response.ok) throw new Error(told.error ?? "");
    await store.wipe();
    await store.put("lease", { token: told.token, seq: 0, ...told.lease, point: told.point.name });
    location.assign(form.dataset.app);
  } catch (fault) {
    error.textContent = fault.message && !(fault instanceof TypeError) && !(fault instanceof SyntaxError)
      ? fault.message
      : "Chưa ghi danh được. Kiểm tra mạng rồi thử lại.";
    error.hidden = false;
    button.disabled = false;
  }
};

const waiting = async () => (await store.acts()).some((one) => !one.outcome);

for (const form of document.querySelectorAll("[data-enrol]")) {
  form.hidden = !("indexedDB" in window && crypto.subtle);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await waiting()) {
      const error = form.querySelector("[role=alert]");
      error.textContent = "Máy này còn lượt chưa gửi. Mở ứng dụng giao hàng khi có mạng để gửi hết rồi ghi danh lại.";
      error.hidden = false;
      return;
    }
    enrol(form);
  });
}
