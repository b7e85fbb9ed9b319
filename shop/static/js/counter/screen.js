// Draw the point from its templates. Text goes in by textContent only.
import { cash, isGiven, isGoingBack, isReady, isTrouble, mayUndo, missing, recalled, unpacked, visitsCash } from "./state.js";
import { clock, day, fold, shortVnd, tidyParcel, vnd } from "./text.js";

export const $ = (id) => document.getElementById(id);
const clone = (id) => $(id).content.firstElementChild.cloneNode(true);
const fill = (node, words) => {
  for (const [name, text] of Object.entries(words)) {
    const place = node.querySelector(`[data-t=${name}]`);
    if (place) place.textContent = text;
  }
  return node;
};
const show = (node, name, isShown) => {
  for (const place of node.querySelectorAll(`[data-if=${name}]`)) place.hidden = !isShown;
};
const goods = (order, part) => order.parts.find((one) => one.number === part)?.goods.join(", ") ?? "";
const seller = (order, part) => order.parts.find((one) => one.number === part)?.seller ?? "";

export const drawNet = (net, view) => {
  $("net").hidden = net.isOnline;
  const kept = view?.waiting ?? 0;
  $("net-text").textContent = kept
    ? `Mất mạng. Vẫn giao được, ${kept} lượt đang lưu trong máy.`
    : "Mất mạng. Vẫn giao được, các lượt được lưu trong máy.";
  $("sync").dataset.state = net.isSending ? "sending" : net.isOnline ? "online" : "offline";
  $("sync-sent").textContent = `${view?.sent ?? 0} đã gửi`;
  $("sync-text").textContent = `, ${kept} chờ mạng.${net.lastAt ? ` Lần cuối ${clock(net.lastAt)}.` : ""}`;
  $("send").disabled = net.isSending || (!kept && net.isOnline);
};

export const drawStops = (view, chosen) => {
  const stop = view.stops.find((one) => one.id === chosen);
  $("who-run").textContent = stop ? `Chuyến ${stop.run}` : "Điểm trực";
  $("who-point").textContent = stop ? `${view.point.name}, ${day(stop.arrives_at)}` : view.point.name;
  $("stops").hidden = view.stops.length < 2;
  $("stops").replaceChildren(
    ...view.stops.map((one) => {
      const chip = fill(clone("t-stop"), { run: `${one.run}, ${day(one.arrives_at)}` });
      chip.dataset.stop = one.id;
      if (one.id === chosen) chip.setAttribute("aria-current", "true");
      return chip;
    }),
  );
};

const TABS = {
  cho: (order) => !order.done && !isGoingBack(order) && order.parts.some((part) => !["delivered", "returned"].includes(part.state)),
  "da-giao": isGiven,
  "van-de": isTrouble,
};

export const drawList = (stop, { tab, words, openNumber }) => {
  const orders = stop?.orders ?? [];
  const given = orders.filter(isGiven);
  $("fig-done").textContent = `${given.length}/${orders.length}`;
  $("fig-left").textContent = orders.filter(TABS.cho).length;
  const [amount, unit] = shortVnd(orders.reduce((sum, order) => sum + (isGiven(order) ? order.done.cash_vnd : 0) + visitsCash(order), 0));
  $("fig-cash").textContent = amount;
  $("fig-unit").textContent = `${unit} tiền mặt`;
  for (const chip of document.querySelectorAll("[data-tab]")) {
    chip.querySelector("[data-t=n]").textContent = orders.filter(TABS[chip.dataset.tab]).length;
    if (chip.dataset.tab === tab) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
  }
  const found = orders.filter(TABS[tab]).filter((order) => fits(order, words));
  $("rows").replaceChildren(...found.map((order) => row(order, openNumber)));
  $("rows-empty").hidden = found.length > 0;
};

const fits = (order, words) => {
  const said = fold(words);
  if (!said) return true;
  if (/^\d{3}$/.test(said)) return order.phone === said;
  return fold(order.name).includes(said) || order.parcels.some((parcel) => parcel.code === tidyParcel(words));
};

const row = (order, openNumber) => {
  const isDone = isGiven(order);
  const node = fill(clone(isDone ? "t-row-done" : "t-row"), {
    name: order.name,
    what: order.parcels.length ? `${order.parcels.length} kiện, ••• ${order.phone}` : "chưa đóng gói",
    cash: isDone ? vnd(order.done.cash_vnd) : cash(order) ? vnd(cash(order)) : "Đã trả",
    tag: tag(order),
  });
  node.querySelector("[data-t=tag]").className = `tag ${tagKind(order)}`;
  const link = node.querySelector("button");
  link.dataset.order = order.number;
  if (order.number === openNumber) link.setAttribute("aria-current", "true");
  return node;
};

const tag = (order) => {
  if (order.told) return "Cần đối chiếu";
  if (order.done?.isLocal && order.isSent === false) return "Chờ mạng";
  if (isGiven(order)) return order.done.outcome === "partial" ? "Trả một phần" : "Đã gửi";
  if (order.done) return "Không nhận";
  if (isGoingBack(order)) return "Đang trả về";
  if (recalled(order).length) return "Thu hồi";
  if (isReady(order)) return "Đủ kiện";
  return isTrouble(order) ? "Thiếu kiện" : "Chưa tới";
};

const tagKind = (order) => {
  const said = tag(order);
  if (["Cần đối chiếu", "Không nhận", "Đang trả về", "Thu hồi"].includes(said)) return "bad";
  return ["Đủ kiện", "Đã gửi"].includes(said) ? "ok" : "warn";
};

// proof: {foundBy, isProven}; refused: numbers of the parts the buyer does not take, or null when that is not asked.
// along: ready orders of the same buyer; isTogether: they are handed over in the same step. both: {orders, cash} of the
// step that was just taken for several.
// rest: numbers of the parts that wait for another visit; late: those that could, when the others are given first.
export const drawOrder = (order, { proof, refused, others, along, isTogether, both, undoSeconds, rest, late, isFewer }) => {
  const node = clone("t-order");
  fill(node, { name: order.name, number: `Đơn ${order.number}`, phone: `điện thoại ••• ${order.phone}` });
  const ready = isReady(order);
  show(node, "proven", proof.isProven && !order.done);
  show(node, "unproven", !proof.isProven && ready);
  show(node, "given", isGiven(order));
  show(node, "kept", Boolean(order.done) && !isGiven(order));
  show(node, "back", !order.done && isGoingBack(order));
  show(node, "early", !order.done && !ready && !order.isAsking && !isGoingBack(order));
  show(node, "first", late.length > 0);
  show(node, "rest", rest.length > 0);
  show(node, "asking", Boolean(order.isAsking));
  drawVisits(node, order);
  fill(node, { "first-hint": `${order.parts.length - late.length}/${order.parts.length} nhà bán đã tới đủ.` });
  show(node, "told", Boolean(order.told));
  show(node, "undo", mayUndo(order, undoSeconds));
  show(node, "ready", ready);
  fill(node, { told: order.told ?? "", given: done(order) + together(both), kept: done(order) });
  if (ready) drawReady(node, order, proof, refused ?? [], isTogether ? along : []);
  show(node, "together", ready && along.length > 0 && !refused?.length);
  fill(node, { together: isTogether ? "Chỉ giao đơn này" : `Giao cả ${along.length + 1} đơn của khách này, thu ${vnd(sum([order, ...along]))}` });
  const isAsked = refused !== null && recalled(order).length < order.parts.length;
  show(node, "choose", ready && isAsked);
  if (ready && isAsked) drawChoice(node, order, refused);
  show(node, "fewer", ready && isFewer && !refused?.length);
  show(node, "may-fewer", ready && !isFewer && mayTakeFewer(order));
  if (isFewer) drawFewer(node, order);
  drawRecalls(node, order);
  drawMissing(node, order);
  drawOthers(node, others);
  $("order").replaceChildren(node);
  return node;
};

const done = (order) => {
  if (!order.done) return "";
  const at = clock(order.done.at);
  return isGiven(order) ? `Đã giao lúc ${at}, thu ${vnd(order.done.cash_vnd)}.` : `Khách không nhận lúc ${at}. Để riêng các kiện, chờ tài xế lấy về.`;
};

// What was given in the same step; each order is undone by itself.
const together = (both) => (both ? ` Cả ${both.orders} đơn: thu ${vnd(both.cash)}.` : "");

const drawVisits = (node, order) => {
  const visits = order.visits ?? [];
  show(node, "visited", visits.length > 0 && !order.done);
  const told = visits.map((one) =>
    one.outcome === "refused"
      ? `Khách không nhận phần đã tới lúc ${clock(one.at)}.`
      : `Khách đã nhận một phần lúc ${clock(one.at)}, trả ${vnd(one.cash_vnd)}.`,
  );
  fill(node, { visited: told.join(" ") });
};

const sum = (orders) => orders.reduce((total, order) => total + cash(order), 0);

const drawReady = (node, order, proof, refused, along) => {
  const own = order.parcels.filter((parcel) => !refused.includes(parcel.part)).map((parcel) => [order, parcel]);
  const taken = [...own, ...along.flatMap((one) => one.parcels.map((parcel) => [one, parcel]))];
  const due = cash(order, refused) + sum(along);
  const kept = recalled(order);
  const isAllRecalled = kept.length === order.parts.length;
  if (kept.length) node.querySelector("select[name=reason]").selectedIndex = 1;
  show(node, "taken", taken.length > 0);
  show(node, "nothing", taken.length === 0);
  show(node, "agree", !proof.isProven);
  show(node, "buttons", refused.length === 0);
  show(node, "reason", refused.length > 0);
  fill(node, {
    "give-n": `Đưa đủ ${taken.length} kiện`,
    cash: vnd(due),
    paid: due ? "Khách đã mở xem và trả đủ tiền" : "Khách đã mở xem hàng",
    "agree-text": `Khách quên mã. Tôi đã đối chiếu họ tên và 3 số cuối điện thoại (••• ${order.phone}).`,
    "left-list": order.parts.filter((part) => refused.includes(part.number)).map((part) => part.seller).join(", "),
    nothing: isAllRecalled ? "Ghi giữ lại, không giao" : "Ghi khách không nhận",
    hint: `Tích đủ ${taken.length} kiện và các ô bên dưới để mở nút này.`,
  });
  node.querySelector("[data-parcels]").append(
    ...taken.map(([one, parcel], at) =>
      fill(clone("t-parcel"), { title: `Kiện ${at + 1}: ${seller(one, parcel.part)}`, code: parcel.code, goods: goods(one, parcel.part) }),
    ),
  );
  for (const box of node.querySelectorAll("[data-need]")) box.required = !box.closest("[hidden]");
};

const drawRecalls = (node, order) => {
  const parts = order.parts.filter((part) => part.recall);
  show(node, "recalled", parts.length > 0);
  node.querySelector("[data-recalls]").append(
    ...parts.map(({ seller, recall }) => {
      const what = recall.is_certain ? "Thu hồi, không giao." : "So mã lô trên bao bì: trùng thì không giao.";
      return fill(clone("t-recall"), { title: `${seller}: ${what}`, told: recall.told });
    }),
  );
};

const drawChoice = (node, order, refused) => {
  node.querySelector("[data-choice]").append(
    ...order.parts.map((part) => {
      const choice = fill(clone("t-choice"), { what: `Không nhận hàng của ${part.seller}` });
      const isKept = recalled(order).includes(part.number);
      const choosing = { value: part.number, checked: isKept || refused.includes(part.number), disabled: isKept };
      Object.assign(choice.querySelector("input"), choosing);
      return choice;
    }),
  );
};

// Of a single unit nothing can be left; an older snapshot does not know the lines.
const mayTakeFewer = (order) => order.parts.some((part) => units(part) > 1);
const units = (part) => (part.lines ?? []).reduce((total, line) => total + line.quantity, 0);

const drawFewer = (node, order) => {
  const lines = order.parts.filter((part) => units(part) > 1).flatMap((part) => part.lines);
  node.querySelector("[data-lines]").append(
    ...lines.map((line) => {
      const row = fill(clone("t-line"), { what: `${line.title}: khách lấy (đặt ${line.quantity} ${line.unit})` });
      const most = { name: `line-${line.id}`, max: line.quantity, value: line.quantity };
      Object.assign(row.querySelector("input"), most);
      return row;
    }),
  );
};

const drawMissing = (node, order) => {
  const words = [
    ...missing(order).map((parcel) => `Kiện ${parcel.code} của ${seller(order, parcel.part)} chưa quét nhận tại điểm.`),
    ...unpacked(order).map((part) => `${part.seller} chưa đóng gói.`),
  ];
  const place = node.querySelector("[data-missing]");
  for (const text of words) place.append(Object.assign(document.createElement("p"), { textContent: text }));
};

const drawOthers = (node, others) => {
  show(node, "others", others.length > 0);
  const place = node.querySelector("[data-others]");
  for (const other of others) {
    const button = fill(clone("t-other"), { number: `Đơn ${other.number}, ${vnd(cash(other))}` });
    button.dataset.order = other.number;
    place.append(button);
  }
};

export const drawExpected = (stop) => {
  const rows = (stop?.orders ?? []).flatMap((order) => missing(order).map((parcel) => ({ order, parcel })));
  $("expected-n").textContent = `Chưa tới: ${rows.length} kiện`;
  $("expected").replaceChildren(
    ...rows.map(({ order, parcel }) => fill(clone("t-expected"), { code: parcel.code, who: `${seller(order, parcel.part)} → ${order.name}` })),
  );
};

export const say = (id, text) => {
  $(id).hidden = !text;
  fill($(id), { text });
};
