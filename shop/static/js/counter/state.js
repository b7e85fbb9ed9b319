// The point as it stands: the server's snapshot and, over it, what this device confirmed since.
const GIVEN = new Set(["handed_over", "partial", "refused"]);
const OUTCOME = { handed_over: "full", partial: "partial", refused: "refused" };

export const build = (snapshot, kept) => {
  const view = structuredClone(snapshot);
  const orders = new Map();
  for (const stop of view.stops) {
    for (const order of stop.orders) {
      order.stop = stop.id;
      orders.set(`${stop.id}:${order.number}`, order);
    }
  }
  view.sent = kept.filter((one) => one.outcome).length;
  view.waiting = kept.filter((one) => !one.outcome).length;
  view.trouble = kept.filter(isTold);
  for (const one of kept) overlay(view, orders, one, snapshot.at);
  return view;
};

// What the server wants a person to see: it did not apply the act, or the goods given were recalled meanwhile.
const isTold = (one) => one.outcome && !one.seen && (one.outcome !== "applied" || one.cause === "recalled");

// An applied act that the snapshot already knows changes nothing.
const overlay = (view, orders, one, snapshotAt) => {
  const { act } = one;
  if (one.seen) return;
  if (one.outcome === "applied" && one.answeredAt < snapshotAt) return own(orders, act);
  if (act.kind === "received") return receive(orders, act.parcel);
  if (act.kind === "undo") return undo(orders, act.of);
  if (act.kind === "less") return lessen(orders.get(`${act.stop}:${act.order}`), act);
  if (!GIVEN.has(act.kind)) return;
  const order = orders.get(`${act.stop}:${act.order}`);
  if (!order) return;
  order.isSent = Boolean(one.outcome);
  order.told = isTold(one) ? one.told : "";
  if (act.rest?.length) return visit(order, act);
  order.done = { outcome: OUTCOME[act.kind], at: act.at, cash_vnd: act.cash_vnd, nonce: act.nonce, isLocal: true };
  for (const parcel of order.parcels) {
    parcel.state = act.kind === "refused" || act.refused.includes(parcel.part) ? "returning" : "handed_over";
  }
};

// The buyer took what is here; only the rest is left to be shown. The snapshot may know of it already.
const visit = (order, act) => {
  if (order.visits?.some((one) => one.nonce === act.nonce)) return;
  const isGone = (number) => !act.rest.includes(number);
  const parts = order.parts.filter((part) => isGone(part.number));
  const parcels = order.parcels.filter((parcel) => isGone(parcel.part));
  const done = { outcome: OUTCOME[act.kind], at: act.at, cash_vnd: act.cash_vnd, nonce: act.nonce, isLocal: true };
  order.visits = [...(order.visits ?? []), { ...done, parts, parcels }];
  order.parts = order.parts.filter((part) => !isGone(part.number));
  order.parcels = order.parcels.filter((parcel) => !isGone(parcel.part));
};

// The buyer takes fewer units of one seller's goods: they cost in proportion, as the server reckons it. What is handed over
// afterwards says after which acts.
const lessen = (order, act) => {
  const part = order?.parts.find((one) => one.number === act.part);
  if (!part) return;
  order.after = [...(order.after ?? []), act.nonce];
  for (const { line: id, had, takes } of act.units) {
    const line = part.lines.find((one) => one.id === id);
    if (!line || line.quantity !== had) continue;
    const price = share(line.price_vnd, takes, had);
    const discount = line.price_vnd ? share(line.discount_vnd, price, line.price_vnd) : 0;
    part.cash_vnd -= line.price_vnd - price - (line.discount_vnd - discount);
    Object.assign(line, { quantity: takes, price_vnd: price, discount_vnd: discount });
  }
  part.lines = part.lines.filter((line) => line.quantity);
  part.goods = part.lines.map((line) => `${line.quantity} ${line.unit} ${line.title}`.replace("  ", " "));
};

const share = (amount, some, all) => Number((BigInt(amount) * BigInt(some)) / BigInt(all));

// The snapshot tells of a hand-over of this device: its minute for the undo runs by this device's clock.
const own = (orders, act) => {
  const order = orders.get(`${act.stop}:${act.order}`);
  for (const done of [order?.done, ...(order?.visits ?? [])]) {
    if (done?.nonce === act.nonce) Object.assign(done, { isLocal: true, at: act.at });
  }
};

const receive = (orders, code) => {
  for (const order of orders.values()) {
    const parcel = order.parcels.find((one) => one.code === code);
    if (parcel && ["packed", "with_driver"].includes(parcel.state)) parcel.state = "at_point";
  }
};

const undo = (orders, nonce) => {
  for (const order of orders.values()) {
    if (order.visits?.some((one) => one.nonce === nonce)) takeBack(order, nonce);
    if (order.done?.nonce !== nonce) continue;
    order.done = null;
    order.told = "";
    for (const parcel of order.parcels) parcel.state = "at_point";
  }
};

// What the device kept of an undone visit lies at the point again; of one it only knows from the server it waits to hear.
const takeBack = (order, nonce) => {
  const undone = order.visits.find((one) => one.nonce === nonce);
  order.visits = order.visits.filter((one) => one !== undone);
  order.told = "";
  if (!undone.parts) return (order.isAsking = true);
  order.parts = [...undone.parts, ...order.parts];
  order.parcels = [...undone.parcels, ...order.parcels];
};

const isHere = (order, part) => {
  const parcels = order.parcels.filter((parcel) => parcel.part === part.number);
  return parcels.length > 0 && parcels.every((parcel) => parcel.state === "at_point");
};

export const isReady = (order) =>
  !order.done && !order.isAsking && order.parts.length > 0 && order.parts.every((part) => isHere(order, part));

// Numbers of the parts that could wait for another visit while the others are given; none when nothing or all is here.
export const late = (order) => {
  if (order.done || order.isAsking || isGoingBack(order)) return [];
  const rest = order.parts.filter((part) => !isHere(order, part)).map((part) => part.number);
  return rest.length < order.parts.length ? rest : [];
};

// The order as a first visit sees it: without what has not come.
export const without = (order, rest) => ({
  ...order,
  parts: order.parts.filter((part) => !rest.includes(part.number)),
  parcels: order.parcels.filter((parcel) => !rest.includes(parcel.part)),
});

// What this device gave on earlier visits that the server may not know of yet.
export const givenBefore = (order) => (order.visits ?? []).flatMap((one) => (one.parts ?? []).map((part) => part.number));
export const visitsCash = (order) => (order.visits ?? []).reduce((total, one) => total + one.cash_vnd, 0);
export const lastDone = (order) => order.done ?? order.visits?.at(-1);

// Parts that are known to hold a recalled lot are not given.
export const recalled = (order) => order.parts.filter((part) => part.recall?.is_certain).map((part) => part.number);

export const isGiven = (order) => Boolean(order.done) && order.done.outcome !== "refused";
export const isGoingBack = (order) => !isGiven(order) && order.parcels.some((parcel) => ["returning", "returned"].includes(parcel.state));
export const missing = (order) => order.parcels.filter((parcel) => ["packed", "with_driver"].includes(parcel.state));
export const unpacked = (order) => order.parts.filter((part) => !order.parcels.some((parcel) => parcel.part === part.number));
export const cash = (order, refused = []) =>
  order.parts.filter((part) => !refused.includes(part.number)).reduce((sum, part) => sum + part.cash_vnd, 0);

export const isTrouble = (order) =>
  Boolean(order.told) ||
  isGoingBack(order) ||
  (!order.done && !isReady(order) && order.parcels.some((parcel) => parcel.state === "at_point"));

export const mayUndo = (order, seconds) =>
  Boolean(lastDone(order)?.isLocal) && Date.now() - Date.parse(lastDone(order).at) < seconds * 1000;
