// Ten wrong codes within ten minutes close code entry on this device; the server counts over all of them.
import * as store from "./store.js";

const TRIES = 10;
const WINDOW = 10 * 60 * 1000;

const recent = async () => ((await store.get("limit")) ?? []).filter((at) => Date.now() - at < WINDOW);

export const closedUntil = async () => {
  const tries = await recent();
  return tries.length >= TRIES ? new Date(tries[tries.length - TRIES] + WINDOW) : null;
};

export const wrong = async () => store.put("limit", [...(await recent()), Date.now()]);
