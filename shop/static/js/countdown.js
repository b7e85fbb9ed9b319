// Counts down the seconds in data-left. The page says the time of day too; the server decides.
for (const shown of document.querySelectorAll("[data-left]")) {
  const end = Date.now() + 1000 * Number(shown.dataset.left);
  const tick = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    shown.textContent = left ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : shown.dataset.over;
    if (left) setTimeout(tick, 1000);
  };
  tick();
}
