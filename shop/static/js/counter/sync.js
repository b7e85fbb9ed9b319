// Send what was confirmed and fetch what is new, whenever the network lets it. Nothing here is waited for at the counter.
import * as store from "./store.js";
import { nonce, now } from "./text.js";

const BATCH = 50;
const PATIENCE = 20_000;
const [SOON, LATE, IDLE] = [4_000, 60_000, 90_000];
let timer;
let pause = SOON;
let isRunning = false;
let isWanted = false;
export const net = { isOnline: navigator.onLine, lastAt: "", isSending: false };
let changed = () => {};

const locked = (work) => (navigator.locks ? navigator.locks.request("diem-truc", work) : work());

// Keep an act on the device; it is confirmed as soon as this resolves. Two tabs count through one lock.
export const confirm = async (...several) => {
  await locked(async () => {
    const lease = await store.get("lease");
    const begun = lease.seq ?? 0;
    // The number is taken before the acts are kept: cut in between, a number stays unused and none is used twice.
    await store.put("lease", { ...lease, seq: begun + several.length });
    const at = now();
    await store.putActs(several.map((fields, n) => ({ act: { nonce: nonce(), seq: begun + n + 1, at, ...fields } })));
  });
  setTimeout(wake);
};

const call = async (path, token, options = {}) => {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const headers = { Authorization: `Bearer ${token}`, Accept: "application/json", ...options.headers };
    return await fetch(`/diem-truc/dong-bo/${path}/`, { ...options, headers, signal: stop.signal, cache: "no-store", credentials: "omit" });
  } finally {
    clearTimeout(late);
  }
};

const post = (path, token, body) =>
  call(path, token, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });

// Return the lease the server told, or null when everything was sent and nothing was asked.
const send = async (token) => {
  let lease = null;
  for (;;) {
    const kept = (await store.acts()).filter((one) => !one.outcome).slice(0, BATCH);
    if (!kept.length && lease) return lease;
    const response = await post("viec", token, { clock: now(), acts: kept.map((one) => one.act) });
    if (!response.ok) throw new Error(String(response.status));
    const told = await response.json();
    lease = told.lease;
    const answered = await note(kept, told.answers);
    if (kept.length && !answered) throw new Error("no answer");
    if (!kept.length) return lease;
  }
};

const note = async (kept, answers) => {
  const byNonce = new Map(answers.map((answer) => [answer.nonce, answer]));
  const answered = kept.filter((one) => byNonce.has(one.act.nonce));
  for (const one of answered) {
    const answer = byNonce.get(one.act.nonce);
    await store.putAct({ ...one, outcome: answer.outcome, cause: answer.cause, told: answer.told, answeredAt: Date.now() });
  }
  return answered.length;
};

const fetchSnapshot = async (token) => {
  const at = Date.now();
  const before = await store.get("snapshot");
  const response = await call("ban-chup", token, { headers: before ? { "If-None-Match": before.etag } : {} });
  if (response.status === 304) return store.put("snapshot", { ...before, at });
  if (response.status === 403) return null;
  if (!response.ok) throw new Error(String(response.status));
  const { lease, server_time, ...snapshot } = await response.json();
  await keepLease(lease);
  await store.put("snapshot", { ...snapshot, at, etag: response.headers.get("ETag") });
  return dropOld(snapshot);
};

// An answered act is kept as long as its stop is on the device, for the undo and for the list.
const dropOld = async (snapshot) => {
  const stops = new Set(snapshot.stops.map((stop) => stop.id));
  const day = 24 * 3600 * 1000;
  for (const one of await store.acts()) {
    const isOver = one.act.stop ? !stops.has(one.act.stop) : one.answeredAt < Date.now() - day;
    if (one.outcome === "applied" && isOver) await store.dropAct(one.act.nonce);
  }
};

const keepLease = async (told) =>
  locked(async () => store.put("lease", { ...(await store.get("lease")), state: told.state, until: told.until }));

const follow = async (lease, token) => {
  if (lease.state === "active") return;
  if (lease.state === "draining") await post("ket-thuc", token, {});
  if (lease.state !== "expired") {
    await store.wipe();
    await store.put("ended", { state: lease.state });
    return;
  }
  await store.forget("snapshot");
};

export const expire = async () => {
  const lease = await store.get("lease");
  if (lease?.until && Date.now() > Date.parse(lease.until)) await store.forget("snapshot");
};

const run = async () => {
  const lease = await store.get("lease");
  if (!lease?.token) return;
  net.isSending = true;
  changed();
  try {
    const told = await send(lease.token);
    await keepLease(told);
    await follow(told, lease.token);
    if (told.state === "active") await fetchSnapshot(lease.token);
    Object.assign(net, { isOnline: true, lastAt: now() });
    pause = SOON;
  } catch {
    net.isOnline = false;
    pause = Math.min(pause * 2, LATE);
  }
  net.isSending = false;
  await expire();
  changed();
};

export const wake = async () => {
  clearTimeout(timer);
  if (isRunning) {
    isWanted = true;
    return;
  }
  isRunning = true;
  do {
    isWanted = false;
    await run();
  } while (isWanted && net.isOnline);
  isRunning = false;
  timer = setTimeout(wake, net.isOnline ? IDLE : pause);
};

export const start = (whenChanged) => {
  changed = whenChanged;
  addEventListener("online", wake);
  addEventListener("offline", () => {
    net.isOnline = false;
    changed();
  });
  document.addEventListener("visibilitychange", () => document.hidden || wake());
  wake();
};
