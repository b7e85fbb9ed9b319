// Which questions are asked, and what is missing. The server says so again when the interview arrives.
export const typedIn = (form) => {
  const typed = {};
  for (const [name, value] of new FormData(form)) (typed[name] ??= []).push(value);
  return typed;
};

const values = (typed, question) => question.fields.map((name) => (typed[name] ?? []).filter((value) => value.trim()));

// Questions in order; an answer to a question that is not asked opens no branch.
export const asked = (questions, typed) => {
  const open = new Set();
  for (const question of questions) {
    const holds = ([key, options]) => open.has(key) && (typed[key] ?? []).some((value) => options.includes(value));
    if (question.showIf.every(holds)) open.add(question.key);
  }
  return open;
};

// Return "missing", "number", "range" or "ranks", or "" when the answer can be taken.
export const problem = (question, typed) => {
  const given = values(typed, question);
  const filled = given.filter((one) => one.length).length;
  if (!filled) return question.required ? "missing" : "";
  if (question.kind === "matrix" && question.required && filled < given.length) return "missing";
  if (question.kind === "ranking" && new Set(given.map((one) => one[0])).size < given.length) return "ranks";
  if (question.kind !== "number") return "";
  const digits = given[0][0].replace(/[.\s]/g, "");
  if (!/^-?\d{1,10}$/.test(digits)) return "number";
  const number = Number(digits);
  return (question.low !== null && number < question.low) || (question.high !== null && number > question.high) ? "range" : "";
};

// Only what belongs to questions that are asked leaves the device.
export const kept = (questions, typed) => {
  const open = asked(questions, typed);
  const names = questions.filter((question) => open.has(question.key)).flatMap((question) => question.fields);
  return Object.fromEntries(Object.entries(typed).filter(([name]) => names.includes(name)));
};
