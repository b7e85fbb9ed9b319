// The counter without network. Everything is read from the device; sync.js talks to the server beside it.
import { closedUntil, wrong } from "./limit.js";
import { byParcel, look } from "./proof.js";
import { $, drawExpected, drawList, drawNet, drawOrder, drawStops, say } from "./screen.js";
import { build, cash, givenBefore, isReady, lastDone, late, mayUndo, recalled, without } from "./state.js";
import * as store from "./store.js";
import { confirm, expire, net, start, wake } from "./sync.js";
import { clock, tidyParcel } from "./text.js";

const WHY = {
  unknown: "Không có mã này ở điểm của bạn. Nhờ khách đọc lại từng số, hoặc tìm theo tên.",
  forged: "Mã QR này không phải của sàn hoặc đã bị sửa. Nhờ khách mở lại trang đơn hàng, hoặc hỏi mã 6 số.",
  wrong_stop: "Đơn này không nhận ở điểm của bạn, hoặc chuyến chưa về. Xem tên điểm trên trang đơn của khách.",
};
const at = { stop: null, tab: "cho", words: "", order: null, proof: null, refused: null, isTogether: false, isEarly: false, isFewer: false, both: null };
let view = null;

const stopNow = () => view?.stops.find((stop) => stop.id === at.stop);
const find = (number) => view?.stops.flatMap((stop) => stop.orders).find((order) => order.number === number);

const refresh = async () => {
  const [lease, snapshot, kept, ended] = await Promise.all([store.get("lease"), store.get("snapshot"), store.acts(), store.get("ended")]);
  view = snapshot ? build(snapshot, kept) : null;
  $("work").hidden = !view;
  $("none").hidden = Boolean(view) || Boolean(lease?.token && lease.state === "active" && net.isSending);
  $("none-ended").hidden = !ended;
  $("none-waiting").hidden = !kept.some((one) => !one.outcome);
  drawNet(net, view ?? { sent: 0, waiting: kept.filter((one) => !one.outcome).length });
  if (!view) return;
  if (!stopNow()) at.stop = nearest(view.stops);
  drawStops(view, at.stop);
  drawList(stopNow(), { tab: at.tab, words: at.words, openNumber: at.order });
  drawExpected(stopNow());
  drawTrouble();
};

// The stop of today, else the next one, else the last.
const nearest = (stops) => {
  const open = stops.filter((stop) => Date.parse(stop.arrives_at) < Date.now() + 12 * 3600 * 1000);
  return (open.at(-1) ?? stops[0])?.id ?? null;
};

const drawTrouble = () => {
  const one = view.trouble[0];
  $("trouble").hidden = !one;
  if (!one) return;
  $("trouble-text").textContent = `${one.act.order ? `Đơn ${one.act.order}: ` : ""}${one.told || "Máy chủ chưa đọc được lượt này."}`;
  $("trouble-seen").dataset.nonce = one.act.nonce;
};

// What may not be given counts as not taken from the start; null: nothing of the kind is asked.
const kept = (order) => {
  const parts = order.done ? [] : recalled(order);
  return parts.length ? parts : null;
};

const open = (order, proof) => {
  Object.assign(at, { order: order.number, stop: order.stop, proof, refused: kept(order), isTogether: false, isEarly: false, isFewer: false, both: null });
  say("refusal", "");
  showOrder();
  drawList(stopNow(), { tab: at.tab, words: at.words, openNumber: at.order });
  drawStops(view, at.stop);
};

// The order that is open: while a first visit is taken, without what has not come.
const opened = () => {
  const whole = find(at.order);
  const rest = whole && at.isEarly ? late(whole) : [];
  at.isEarly = rest.length > 0;
  return { whole, order: at.isEarly ? without(whole, rest) : whole, rest };
};

const showOrder = () => {
  const { whole, order, rest } = opened();
  if (!order) return $("order").replaceChildren();
  const held = kept(order);
  if (held) at.refused = [...new Set([...(at.refused ?? []), ...held])];
  const along = at.isEarly ? [] : alongWith(order);
  const isOther = (one) => one !== whole && one.name === order.name && one.phone === order.phone && isReady(one);
  const others = stopNow().orders.filter((one) => isOther(one) && !(at.isTogether && along.includes(one)));
  const node = drawOrder(order, { proof: at.proof, refused: at.refused, others, along, isTogether: at.isTogether, both: at.both, undoSeconds: view.undo_seconds, rest: at.isEarly ? rest : [], late: late(order), isFewer: at.isFewer });
  ready(node);
  if (mayUndo(order, view.undo_seconds)) {
    const left = Date.parse(lastDone(order).at) + view.undo_seconds * 1000 - Date.now();
    setTimeout(() => at.order === order.number && showOrder(), left + 500);
  }
};

// What the same buyer, known to the server, may take in the same step.
const alongWith = (order) =>
  order.group && mayGiveAll(order)
    ? stopNow().orders.filter((one) => one !== order && one.group === order.group && mayGiveAll(one))
    : [];
const mayGiveAll = (order) => isReady(order) && !kept(order);

const ready = (node) => {
  const form = node.querySelector("form[data-give]");
  const check = () => {
    const isAll = [...form.elements].every((field) => !field.required || (field.type === "checkbox" ? field.checked : field.value));
    form.querySelectorAll("button[data-final]").forEach((button) => (button.disabled = !isAll));
  };
  form.addEventListener("change", check);
  check();
};

const search = async (text) => {
  const until = await closedUntil();
  const isCode = /^[\w-]*:|^(\d\s*){6}$/.test(text.trim());
  if (isCode && until) return say("refusal", `Đã gõ sai mã 10 lần. Chờ tới ${clock(until)}, hoặc tìm theo tên.`);
  const found = await look(text, view);
  if (found.order?.done) {
    await attempt("used", found.order.code);
    return open(found.order, { foundBy: found.foundBy, isProven: false });
  }
  if (found.order) return open(found.order, { foundBy: found.foundBy, isProven: true });
  if (found.why) {
    await attempt(found.why, found.typed);
    return say("refusal", WHY[found.why]);
  }
  const parcel = byParcel(text, view);
  if (parcel) return open(parcel, { foundBy: "parcel", isProven: false });
  at.words = $("lf").value = text.trim();
  await refresh();
  say("refusal", "");
};

const attempt = async (why, typed) => {
  await wrong();
  await confirm({ kind: "failed_attempt", why, typed: typed || "-" });
};

const given = (order, refused, foundBy, rest = []) => ({
  order: order.number,
  ...(rest.length && { rest }),
  ...(givenBefore(order).length && { earlier: givenBefore(order) }),
  ...(order.after?.length && { after: order.after }),
  stop: order.stop,
  cash_vnd: cash(order, refused),
  parcels: order.parcels.filter((parcel) => !refused.includes(parcel.part)).map((parcel) => parcel.code),
  found_by: foundBy,
  refused,
});

const give = async (form) => {
  const { order, rest } = opened();
  const refused = at.refused ?? [];
  const isNothing = refused.length === order.parts.length;
  const along = at.isTogether ? alongWith(order) : [];
  await confirm(
    {
      kind: isNothing ? "refused" : refused.length || rest.length ? "partial" : "handed_over",
      ...given(order, refused, at.proof.foundBy, rest),
      reason: refused.length ? form.elements.reason.value : "",
    },
    ...along.map((one) => ({ kind: "handed_over", ...given(one, [], "phone"), reason: "" })),
  );
  const taken = along.reduce((total, one) => total + cash(one), cash(order, refused));
  Object.assign(at, { isTogether: false, isEarly: false, refused: null, both: along.length ? { orders: along.length + 1, cash: taken } : null });
  await refresh();
  showOrder();
  $("ma").value = "";
  $("ma").focus({ preventScroll: true });
  document.querySelector("#order [data-result]:not([hidden])")?.scrollIntoView({ block: "center" });
};

// Write down what the buyer takes of each seller's goods; what is left over travels back. It stays when a hand-over is undone.
const fewer = async (form) => {
  const { order } = opened();
  const acts = [];
  for (const part of order.parts) {
    const units = part.lines.map((line) => {
      const field = form.elements[`line-${line.id}`];
      return { line: line.id, title: line.title, had: line.quantity, takes: field ? Number(field.value) : line.quantity };
    });
    if (units.some((unit) => !Number.isInteger(unit.takes) || unit.takes < 0 || unit.takes > unit.had)) {
      return say("refusal", "Ghi số khách lấy của từng món, từ 0 tới số đã đặt.");
    }
    if (units.every((unit) => unit.takes === 0)) {
      return say("refusal", `Khách không lấy món nào của ${part.seller} thì chọn “Trả lại 1 phần”.`);
    }
    if (units.some((unit) => unit.takes < unit.had)) {
      acts.push({ kind: "less", order: order.number, stop: order.stop, part: part.number, reason: form.elements.why.value, units });
    }
  }
  if (!acts.length) return say("refusal", "Chưa món nào ít hơn số đã đặt.");
  if (!form.elements.why.value) return say("refusal", "Chọn lý do khách lấy bớt, để nhà bán biết.");
  say("refusal", "");
  await confirm(...acts);
  at.isFewer = false;
  await refresh();
  showOrder();
};

const undo = async () => {
  const order = find(at.order);
  if (!mayUndo(order, view.undo_seconds)) return showOrder();
  await confirm({ kind: "undo", of: lastDone(order).nonce });
  await refresh();
  Object.assign(at, { refused: null, both: null });
  showOrder();
};

const receive = async (text) => {
  const code = tidyParcel(text);
  const order = byParcel(code, view);
  const parcel = order?.parcels.find((one) => one.code === code);
  say("received", "");
  if (!parcel) return say("receive-refusal", `Kiện ${code} không thuộc các chuyến trên máy này. Để riêng và báo điều phối.`);
  say("receive-refusal", "");
  if (!["packed", "with_driver"].includes(parcel.state)) return say("received", `Kiện ${code} đã nhận trước đó.`);
  await confirm({ kind: "received", parcel: code });
  await refresh();
  say("received", `Đã nhận kiện ${code} cho ${order.name}.`);
};

const typed = (id, act) =>
  $(id).form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = $(id).value;
    if (!text.trim()) return;
    $(id).select();
    act(text);
  });

const swap = (name) => {
  $("giving").hidden = name !== "giving";
  $("receiving").hidden = name !== "receiving";
  $(name === "giving" ? "ma" : "kien").focus();
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button || !view) return;
  const does = button.dataset;
  if (does.stop) (at.stop = Number(does.stop)), (at.order = null), $("order").replaceChildren(), refresh();
  else if (does.tab) (at.tab = does.tab), refresh();
  else if (does.order) open(find(does.order), { foundBy: "name", isProven: false });
  else if (does.act === "undo") undo();
  else if (does.act === "together") (at.isTogether = !at.isTogether), showOrder();
  else if (does.act === "partly") Object.assign(at, { refused: [], isTogether: false, isFewer: false }), showOrder();
  else if (does.act === "early") Object.assign(at, { isEarly: !at.isEarly, refused: null, isFewer: false }), showOrder();
  else if (does.act === "nothing") Object.assign(at, { refused: opened().order.parts.map((part) => part.number), isTogether: false, isFewer: false }), showOrder();
  else if (does.act === "all") (at.refused = null), showOrder();
  else if (does.act === "fewer") Object.assign(at, { isFewer: !at.isFewer, isTogether: false }), say("refusal", ""), showOrder();
  else if (does.act === "receiving" || does.act === "giving") swap(does.act);
  else if (does.nonce) await seen(does.nonce);
});

const seen = async (nonce) => {
  const one = (await store.acts()).find((kept) => kept.act.nonce === nonce);
  if (one) await store.putAct({ ...one, seen: true });
  await refresh();
  showOrder();
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-give], [data-refuse], [data-fewer]")) return;
  event.preventDefault();
  if (form.matches("[data-fewer]")) return void fewer(form);
  if (form.matches("[data-give]")) return void give(form);
  at.refused = [...form.querySelectorAll("input:checked")].map((box) => box.value);
  if (!at.refused.length) at.refused = null;
  showOrder();
});

$("send").addEventListener("click", wake);
$("lf").addEventListener("input", () => ((at.words = $("lf").value), refresh()));
typed("ma", search);
typed("kien", receive);
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/diem-truc/may-chay.js", { scope: "/diem-truc/" });
navigator.storage?.persist?.();
await expire();
await refresh();
start(refresh);
setInterval(() => expire().then(refresh), 60_000);
