// "Gần tôi" and the map of a point: nothing is asked of the device or of a map server before a tap.
(() => {
  "use strict";
  const near = document.querySelector("[data-near]");
  if (near && navigator.geolocation) {
    near.hidden = false;
    near.addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          const place = new URLSearchParams({ vd: coords.latitude.toFixed(2), kd: coords.longitude.toFixed(2) });
          location.href = `${near.dataset.near}?${place}`;
        },
        () => {
          document.querySelector("[data-near-error]").hidden = false;
        },
        { timeout: 10000, maximumAge: 600000 },
      );
    });
  }

  const ZOOM = 15;
  const SIZE = 256;
  const box = document.querySelector("[data-map]");
  if (!box) return;
  box.hidden = false;
  // Where a place lies among the square pictures of a web map, in pictures from the north-west corner of the world.
  const across = (lon) => ((lon + 180) / 360) * 2 ** ZOOM;
  const down = (lat) => {
    const angle = (lat * Math.PI) / 180;
    return ((1 - Math.log(Math.tan(angle) + 1 / Math.cos(angle)) / Math.PI) / 2) * 2 ** ZOOM;
  };
  const draw = () => {
    const x = across(Number(box.dataset.lon));
    const y = down(Number(box.dataset.lat));
    const frame = document.createElement("div");
    Object.assign(frame.style, { position: "relative", overflow: "hidden", height: "16rem" });
    for (let dx = -2; dx <= 2; dx += 1) {
      for (let dy = -1; dy <= 1; dy += 1) {
        const tile = document.createElement("img");
        const [column, row] = [Math.floor(x) + dx, Math.floor(y) + dy];
        tile.alt = "";
        tile.src = box.dataset.map.replace("{z}", ZOOM).replace("{x}", column).replace("{y}", row);
        Object.assign(tile.style, {
          position: "absolute",
          maxWidth: "none",
          width: `${SIZE}px`,
          height: `${SIZE}px`,
          left: `calc(50% + ${(column - x) * SIZE}px)`,
          top: `calc(50% + ${(row - y) * SIZE}px)`,
        });
        frame.append(tile);
      }
    }
    const mark = document.createElement("b");
    mark.textContent = "●";
    Object.assign(mark.style, { position: "absolute", left: "50%", top: "50%", transform: "translate(-50%, -50%)" });
    frame.append(mark);
    box.replaceChildren(frame);
  };
  box.querySelector("button").addEventListener("click", draw);
})();
