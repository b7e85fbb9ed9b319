// Send finished interviews whenever the network lets it. The server takes each once, by its nonce; only then it leaves here.
import { store } from "./store.js";

const BATCH = 20;
const PATIENCE = 20_000;
const IDLE = 60_000;
let timer;
let isRunning = false;
export const net = { isOnline: navigator.onLine, isSignedOut: false, full: [], isOpen: true };

const call = async (path, options = {}) => {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const headers = { Accept: "application/json", ...options.headers };
    return await fetch(path, { ...options, headers, signal: stop.signal, cache: "no-store", redirect: "error" });
  } finally {
    clearTimeout(late);
  }
};

const ask = async (survey) => {
  const response = await call(survey.statusAt);
  net.isSignedOut = response.status === 401 || response.status === 403;
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
};

const send = async (survey, told) => {
  const waiting = (await store.acts()).filter((one) => one.slug === survey.slug && one.by === told.me && !one.refused);
  const batch = waiting.slice(0, BATCH);
  if (!batch.length) return false;
  const body = JSON.stringify({ clock: new Date().toISOString(), interviews: batch.map((one) => one.act) });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": told.csrf };
  const response = await call(survey.syncAt, { method: "POST", body, headers });
  if (!response.ok) throw new Error(String(response.status));
  const { answers } = await response.json();
  if (!answers.length) throw new Error("no answer");
  for (const answer of answers) await note(batch, answer);
  return waiting.length > batch.length;
};

// What the server refused stays on the device with the reason; all else is with the server now.
const note = async (batch, answer) => {
  const kept = batch.find((one) => one.act.nonce === answer.nonce);
  if (!kept) return;
  if (answer.outcome === "refused") return store.putAct({ ...kept, refused: answer.cause });
  const sent = (await store.get("sent")) ?? { received: 0, surplus: 0 };
  sent[answer.outcome] = (sent[answer.outcome] ?? 0) + 1;
  await store.put("sent", sent);
  await store.dropAct(answer.nonce);
};

const locked = (work) => (navigator.locks ? navigator.locks.request("dieu-tra", work) : work());

export const wake = async (survey, changed) => {
  clearTimeout(timer);
  if (isRunning) return;
  isRunning = true;
  try {
    await locked(async () => {
      const told = await ask(survey);
      Object.assign(net, { isOnline: true, full: told.full, isOpen: told.is_open });
      await store.put("me", told.me);
      while (await send(survey, told));
    });
  } catch {
    net.isOnline = net.isSignedOut;
  }
  isRunning = false;
  await changed();
  timer = setTimeout(() => wake(survey, changed), IDLE);
};
