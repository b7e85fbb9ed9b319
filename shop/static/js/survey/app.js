// Ask people on a phone without network: the page holds the survey, the device keeps each answer until it is sent.
import { nonce, now } from "../counter/text.js";
import { asked, kept, problem, typedIn } from "./branch.js";
import { store } from "./store.js";
import { net, wake } from "./sync.js";

const survey = JSON.parse(document.getElementById("survey").textContent);
const form = document.getElementById("interview");
const start = document.getElementById("start");
const consent = document.getElementById("consent");
const sections = [...form.querySelectorAll("[data-section]")];
const show = (id, isShown) => (document.getElementById(id).hidden = !isShown);
const say = (id, text) => (document.getElementById(id).textContent = text);
const words = document.getElementById("words").dataset;
const box = `open-${survey.slug}`;
let open = null;

const mine = (section) => survey.questions.filter((question) => question.section === section);
const pages = () => {
  const now_asked = asked(survey.questions, typedIn(form));
  return sections.filter((one) => mine(one.dataset.section).some((question) => now_asked.has(question.key)));
};

const draw = () => {
  const on = asked(survey.questions, typedIn(form));
  form.querySelectorAll("[data-question]").forEach((one) => (one.hidden = !on.has(one.dataset.question)));
  sections.forEach((one) => (one.hidden = !open || one.dataset.section !== open.section));
  form.hidden = !open;
  start.hidden = Boolean(open);
  if (!open) return;
  const all = pages().map((one) => one.dataset.section);
  show("back", all.indexOf(open.section) > 0);
  say("next", all.at(-1) === open.section ? words.finish : words.next);
  say("where", words.where.replace("{n}", all.indexOf(open.section) + 1).replace("{all}", all.length));
};

const keepOpen = async () => open && store.put(box, { ...open, typed: typedIn(form) });

const fill = (typed) => {
  for (const field of form.elements) {
    if (!field.name) continue;
    const given = typed[field.name] ?? [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = given.includes(field.value);
    else field.value = given[0] ?? "";
  }
};

const wrong = (section) => {
  const typed = typedIn(form);
  const on = asked(survey.questions, typed);
  const found = mine(section)
    .filter((question) => on.has(question.key))
    .map((question) => [question, problem(question, typed)]);
  for (const [question, what] of found) {
    const line = form.querySelector(`[data-question="${question.key}"] [data-error]`);
    line.hidden = !what;
    line.querySelector("span").textContent = what ? words[what] : "";
  }
  return found.filter(([, what]) => what).map(([question]) => question);
};

const turn = async (section) => {
  open.section = section;
  await keepOpen();
  draw();
  scrollTo(0, 0);
  form.querySelector(`[data-section="${section}"] h2`).focus();
};

const forward = async () => {
  const bad = wrong(open.section);
  if (bad.length) return form.querySelector(`[data-question="${bad[0].key}"]`).scrollIntoView();
  const all = pages().map((one) => one.dataset.section);
  const following = all[all.indexOf(open.section) + 1];
  if (following) return turn(following);
  return finish();
};

const finish = async () => {
  const number = ((await store.get("number")) ?? 0) + 1;
  await store.put("number", number);
  const typed = kept(survey.questions, typedIn(form));
  const times = { started_at: open.startedAt, finished_at: now() };
  const act = { nonce: nonce(), seq: number, version: survey.version, consents: true, typed, ...times };
  await store.putAct({ slug: survey.slug, by: open.by, act });
  await store.forget(box);
  open = null;
  form.reset();
  consent.checked = false;
  draw();
  show("done", true);
  await counts();
  document.getElementById("done").focus();
  wake(survey, counts);
};

const counts = async () => {
  const acts = (await store.acts()).filter((one) => one.slug === survey.slug);
  const sent = (await store.get("sent")) ?? { received: 0, surplus: 0 };
  const waiting = acts.filter((one) => !one.refused).length;
  say("waiting", waiting);
  say("sent", sent.received + sent.surplus);
  say("sync-text", net.isSignedOut ? words.signedOut : net.isOnline ? words.online : words.offline);
  show("net", !net.isOnline || net.isSignedOut);
  say("net-text", net.isSignedOut ? words.signedOut : words.offline);
  show("sign-in", net.isSignedOut);
  show("closed", !net.isOpen);
  show("surplus", sent.surplus > 0);
  say("surplus-n", sent.surplus);
  show("full", net.full.length > 0);
  say("full-text", net.full.join("; "));
  const refused = acts.filter((one) => one.refused);
  show("refused", refused.length > 0);
  say("refused-n", refused.length);
};

const begin = async () => {
  show("consent-error", !consent.checked);
  if (!consent.checked) return;
  show("done", false);
  form.reset();
  open = { startedAt: now(), by: (await store.get("me")) ?? survey.me, section: sections[0].dataset.section };
  await turn(open.section);
};

const stop = async () => {
  if (!confirm(words.drop)) return;
  open = null;
  await store.forget(box);
  form.reset();
  consent.checked = false;
  draw();
};

document.getElementById("begin").addEventListener("click", begin);
document.getElementById("back").addEventListener("click", () => {
  const all = pages().map((one) => one.dataset.section);
  turn(all[all.indexOf(open.section) - 1]);
});
document.getElementById("stop").addEventListener("click", stop);
document.getElementById("send").addEventListener("click", () => wake(survey, counts));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  forward();
});
form.addEventListener("change", () => {
  draw();
  keepOpen();
});
addEventListener("online", () => wake(survey, counts));
addEventListener("offline", () => {
  net.isOnline = false;
  counts();
});
navigator.serviceWorker?.register(survey.workerAt, { scope: survey.scope }).catch(() => {});
navigator.storage?.persist?.();

const before = await store.get(box);
if (before) {
  open = { startedAt: before.startedAt, by: before.by, section: before.section };
  fill(before.typed);
}
draw();
await counts();
show("app", true);
wake(survey, counts);
