// Read a QR or bar code with the camera into a form's input, then send the form. Where the browser cannot, the
// button stays hidden and the code is typed.
(() => {
  "use strict";
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
  const detector = new BarcodeDetector({ formats: ["qr_code", "code_128", "code_39", "ean_13"] });

  const open = async (input) => {
    const dialog = document.createElement("dialog");
    dialog.className = "card";
    dialog.setAttribute("aria-label", "Quét mã");
    const video = Object.assign(document.createElement("video"), { playsInline: true, muted: true, width: 320 });
    const close = Object.assign(document.createElement("button"), { type: "button", textContent: "Đóng" });
    close.className = "btn line wide mt2";
    dialog.append(video, close);
    document.body.append(dialog);
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      dialog.remove();
      input.focus();
      return;
    }
    const stop = () => {
      stream.getTracks().forEach((track) => track.stop());
      dialog.remove();
    };
    close.addEventListener("click", stop);
    dialog.addEventListener("close", stop);
    video.srcObject = stream;
    await video.play();
    dialog.showModal();
    const look = async () => {
      if (!dialog.isConnected) return;
      const [found] = await detector.detect(video).catch(() => []);
      if (!found) return requestAnimationFrame(look);
      stop();
      input.value = found.rawValue;
      input.form.requestSubmit();
    };
    look();
  };

  document.querySelectorAll("[data-scan]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => open(document.getElementById(button.dataset.scan)));
  });
})();
