/* Telling a story: what is typed is sent 1.5 s after the last key and when the page is left; what cannot be sent stays in
   this browser, and is sent when the network or the person comes back. Without this script the buttons save.
   Hooks: form[data-telling] with data-writers (who wrote each question last) and data-refused, and on a question
   data-question (its slug), data-save (where to send), data-passing (a field that is no part of the answer), data-ready,
   data-offline and data-restored (sentences); [data-state]; [data-kept] with [data-kept-take] and [data-kept-drop];
   [data-rows] with data-most, [data-row], [data-row-more] and a template. */

const PAUSE = 1500, AGAIN = 15_000; // milliseconds after the last key, and after a failure
const OURS = ["ecran", "vu", "envoi"]; // who this screen is, what it had seen, the number of the sending
const TOKEN = "csrfmiddlewaretoken";
const form = document.querySelector("form[data-telling]");
const state = document.querySelector("[data-state]");
const { question, save, passing } = form.dataset;
const writers = JSON.parse(form.dataset.writers);
const prefix = `raconter:${form.dataset.telling}:`;
let typed = 0, safe = 0, timer = 0, leaving = false;

const say = (words) => { if (state.textContent !== words) state.textContent = words; };

/* -- This browser's own memory: every draft is one screen's, so that two tabs do not overwrite each other ----------- */
const own = question ? `${prefix}${question}:${form.elements.ecran.value}` : "";

function remember() {
  try {
    localStorage.setItem(own, JSON.stringify({ question, save, pairs: pairs() }));
  } catch { /* storage full or refused: the server remains */ }
}

function forget(key) {
  try { localStorage.removeItem(key); } catch { /* refused: nothing was kept */ }
}

function drafts() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    return keys.map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }));
  } catch {
    return [];
  }
}

/* -- What the form says ---------------------------------------------------------------------------------------------- */
const pairs = () => [...new FormData(form)].filter(([name]) => name !== TOKEN && name !== passing);
const words = (list) => JSON.stringify(list.filter(([name, value]) => value !== "" && !OURS.includes(name)));
const value = (draft, name) => (draft.pairs.find(([other]) => other === name) ?? [])[1];

function body(list) {
  const data = new FormData();
  for (const [name, text] of list) data.append(name, text);
  data.append(TOKEN, form.elements[TOKEN].value);
  return data;
}

function fill(list) {
  const given = grouped(list);
  const rows = form.querySelector("[data-rows]");
  if (rows) {
    const first = rows.querySelector("[name]").name;
    while (rows.querySelectorAll("[data-row]").length < (given.get(first)?.length ?? 0) && addRow(rows));
  }
  for (const field of form.elements) {
    if (!field.name || field.name === passing || ["hidden", "submit", "fieldset"].includes(field.type)) continue;
    const values = given.get(field.name) ?? [];
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.some(([, text]) => text === field.value);
    else field.value = values.shift()?.[1] ?? "";
  }
}

function grouped(list) {
  const groups = new Map();
  for (const pair of list) groups.set(pair[0], [...(groups.get(pair[0]) ?? []), pair]);
  return groups;
}

/* -- Sending ---------------------------------------------------------------------------------------------------------- */
async function post(address, data) {
  const answer = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" } });
  const said = await answer.json().catch(() => null);
  return { status: answer.status, ok: answer.ok && said !== null, message: said?.message };
}

async function sendTyped() {
  clearTimeout(timer);
  if (!question || typed === safe) return;
  const mark = typed;
  try {
    const answer = await post(save, body(pairs()));
    if (answer.ok && mark === typed) {
      safe = typed;
      forget(own);
    }
    say(answer.message ?? form.dataset.refused);
  } catch {
    say(form.dataset.offline);
    timer = setTimeout(sendTyped, AGAIN);
  }
}

function changed() {
  typed += 1;
  form.elements.envoi.value = Number(form.elements.envoi.value) + 1;
  remember();
  clearTimeout(timer);
  timer = setTimeout(sendTyped, PAUSE);
}

function leave() {
  if (!question || leaving || typed === safe) return;
  navigator.sendBeacon(save, body(pairs()));
}

/* -- Drafts that never arrived ---------------------------------------------------------------------------------------- */
function arrived(draft) {
  const [name, sending, whole] = writers[draft.question] ?? ["", 0, true];
  return whole && name === value(draft, "ecran") && sending >= Number(value(draft, "envoi"));
}

function nobodyWroteSince(draft) {
  const name = (writers[draft.question] ?? [""])[0];
  return !name || name === value(draft, "ecran") || name === value(draft, "vu");
}

function takeUp(draft) {
  fill(draft.pairs);
  forget(draft.key);
  say(form.dataset.restored);
  changed();
  sendTyped();
}

function propose(draft) {
  const box = form.querySelector("[data-kept]");
  box.hidden = false;
  box.querySelector("[data-kept-take]").onclick = () => { box.hidden = true; takeUp(draft); };
  box.querySelector("[data-kept-drop]").onclick = () => { box.hidden = true; forget(draft.key); };
}

async function sendDraft(draft) {
  try {
    const answer = await post(draft.save, body(draft.pairs));
    if (answer.ok) forget(draft.key);
    return answer.ok;
  } catch {
    return false;
  }
}

async function takeUpDrafts() {
  const left = [];
  let sent = 0;
  for (const draft of drafts()) {
    if (draft.key === own) continue;
    if (arrived(draft)) forget(draft.key);
    else if (draft.question !== question) (await sendDraft(draft)) ? (sent += 1) : left.push(draft.question);
    else if (words(draft.pairs) === words(pairs())) forget(draft.key);
    else nobodyWroteSince(draft) ? takeUp(draft) : propose(draft);
  }
  if (question) return;
  if (sent) location.reload(); // the page that reads everything again had not heard of it
  else if (left.length) say(`${form.dataset.refused} ${left.map((slug) => `« ${nameOf(slug)} »`).join(", ")}`);
}

const nameOf = (slug) => document.querySelector(`#${slug} h2`)?.textContent ?? slug;

/* -- Rows -------------------------------------------------------------------------------------------------------------- */
function addRow(rows) {
  const present = rows.querySelectorAll("[data-row]");
  if (present.length >= Number(rows.dataset.most)) return null;
  const html = rows.querySelector("template").innerHTML.replaceAll("__n__", present.length + 1);
  present[present.length - 1].insertAdjacentHTML("afterend", html);
  const all = rows.querySelectorAll("[data-row]");
  rows.querySelector("[data-row-more]").hidden = all.length >= Number(rows.dataset.most);
  return all[all.length - 1];
}

form.querySelector("[data-row-more]")?.addEventListener("click", (event) => {
  const row = addRow(form.querySelector("[data-rows]"));
  if (!row) return;
  event.preventDefault();
  row.querySelector("[name]").focus();
});

/* -- When -------------------------------------------------------------------------------------------------------------- */
if (question) {
  say(form.dataset.ready);
  form.addEventListener("input", (event) => { if (event.target.name !== passing) changed(); });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      say(form.dataset.offline);
      return;
    }
    leaving = true;
    clearTimeout(timer);
  });
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
addEventListener("online", () => { sendTyped(); takeUpDrafts(); });
takeUpDrafts();
