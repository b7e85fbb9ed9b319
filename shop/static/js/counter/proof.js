// Check what a buyer shows, without network: six digits by their slow hash, a QR by its signature.
import { tidyParcel } from "./text.js";

const bytes = (base64) => Uint8Array.from(atob(base64.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));

export const slowHash = async (digits, stop) => {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(digits), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(stop.salt), iterations: stop.iterations };
  return base64(await crypto.subtle.deriveBits(how, key, 128));
};

const readClaim = async (text, jwk) => {
  const cut = text.lastIndexOf(":");
  const [prefix, number, stop] = text.slice(0, cut).split(":");
  if (prefix !== "CP1" || !stop) return null;
  try {
    const how = { name: "ECDSA", namedCurve: "P-256" };
    const key = await crypto.subtle.importKey("jwk", { ...jwk, ext: true }, how, false, ["verify"]);
    const said = new TextEncoder().encode(text.slice(0, cut));
    const right = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, bytes(text.slice(cut + 1)), said);
    return right ? { number, stop: Number(stop) } : null;
  } catch {
    return null;
  }
};

// Return {order, foundBy} or {why, typed}: what the attempt is kept as. why "" means: this is no code at all.
export const look = async (text, view) => {
  const shown = text.trim();
  if (shown.startsWith("CP1:")) return byClaim(shown, view);
  const old = shown.match(/^([\w-]+):((?:\d\s*){6})$/);
  const digits = (old ? old[2] : shown).replace(/\s/g, "");
  if (!/^\d{6}$/.test(digits)) return { why: "" };
  const hashes = await Promise.all(view.stops.map((stop) => slowHash(digits, stop)));
  for (const [at, stop] of view.stops.entries()) {
    const order = stop.orders.find((one) => one.code && one.code === hashes[at] && (!old || one.number === old[1]));
    if (order) return { order, foundBy: old ? "qr" : "code" };
  }
  return { why: "unknown", typed: hashes[0] ?? "" };
};

const byClaim = async (shown, view) => {
  const claim = await readClaim(shown, view.qr_key);
  if (!claim) return { why: "forged", typed: shown.slice(0, 60) };
  const stop = view.stops.find((one) => one.id === claim.stop);
  const order = stop?.orders.find((one) => one.number === claim.number);
  return order ? { order, foundBy: "qr" } : { why: "wrong_stop", typed: claim.number };
};

export const byParcel = (text, view) => {
  const code = tidyParcel(text);
  return view.stops.flatMap((stop) => stop.orders).find((order) => order.parcels.some((parcel) => parcel.code === code));
};
