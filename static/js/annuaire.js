/* The directory's filters, in place: the same addresses and the same HTML as without this script, of which only the
   results and the filters are taken. Any failure becomes the ordinary navigation.
   Hooks: form[data-filters] with data-communes (the address of the names to suggest), input[data-commune] where one is
   typed; [data-results] with data-state (the canonical query, without "?"); [data-ignored];
   template[data-around] with [data-around-me] and [data-around-status] (data-asking, data-refused, data-failed).
   Tells "resultats" to the document when it has put new results in. */

const RESULTS = "[data-results]", FILTERS = "form[data-filters]";
const ROUND = 3; // decimals of a position: some 100 m
const DISTANCE = "10"; // km that an address without any means
let shown = location.pathname + location.search;
let running = null;
let suggestions = null; // promise of the datalist

const status = document.createElement("p");
status.className = "hors-vue";
status.setAttribute("role", "status");
document.body.append(status);

/* -- Asking and showing ------------------------------------------------------------------------------------------ */
function query(form) {
  const data = [...new FormData(form)].filter(([, value]) => value.trim());
  const asked = new URLSearchParams(data);
  if (asked.get("km") === DISTANCE) asked.delete("km");
  return asked;
}

async function show(url, { push = true, focus = null } = {}) {
  running?.abort();
  const request = (running = new AbortController());
  document.querySelector(RESULTS).setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: request.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (request.signal.aborted) return;
    replace(page, url, push, focus);
  } catch {
    if (!request.signal.aborted) push ? location.assign(url) : location.reload();
  }
}

function replace(page, url, push, focus) {
  const [results, filters] = [RESULTS, FILTERS].map((one) => page.querySelector(one));
  const address = new URL(url, location);
  if (results.dataset.state !== undefined && !address.searchParams.has("page")) address.search = results.dataset.state;
  const mark = focus ?? markOf(document.activeElement);
  keepTyped(document.querySelector(FILTERS), filters, new URL(url, location).searchParams);
  document.querySelector(RESULTS).replaceWith(results);
  document.querySelector(FILTERS).replaceWith(filters);
  follow(page);
  shown = address.pathname + address.search;
  if (push) history.pushState(null, "", address);
  around();
  document.dispatchEvent(new CustomEvent("resultats"));
  giveFocus(mark, results);
  const words = [...filters.querySelectorAll(".errorlist"), results.querySelector(".nombre")];
  status.textContent = words.map((one) => one.textContent.trim()).join(" ");
}

/* What was typed since the request left is not lost with the form that it was typed in. */
function keepTyped(form, filters, asked) {
  for (const field of form.querySelectorAll("input[type=text], input[type=search]")) {
    const sent = asked.getAll(field.name).includes(field.value.trim()) || field.value === field.defaultValue;
    if (!sent) filters.elements[field.id].value = field.value;
  }
}

/* What else of the page speaks of the state: the links of its head, and the word on what was not understood. */
function follow(page) {
  for (const link of document.head.querySelectorAll("link[rel=canonical], link[type='application/atom+xml']")) {
    const same = page.head.querySelector(`link[rel=${link.rel}]${link.type && `[type="${link.type}"]`}`);
    if (same) link.href = same.getAttribute("href");
  }
  document.querySelector("main [data-ignored]")?.remove();
  const ignored = page.querySelector("main [data-ignored]");
  if (ignored) document.querySelector("main h1").parentElement.after(ignored);
}

/* -- Focus: on the same control of the new page -------------------------------------------------------------------*/
function markOf(element) {
  const form = element?.closest(FILTERS);
  if (form) return { kind: "control", name: element.name, value: element.type === "checkbox" ? element.value : null, type: element.type };
  return element?.closest(RESULTS) ? { kind: "results" } : null;
}

function giveFocus(mark, results) {
  if (!mark) return;
  const heading = results.querySelector(".nombre");
  const asked = document.querySelector(`${FILTERS} [aria-invalid=true]`);
  if (mark.kind === "results" && asked) return asked.focus();
  if (mark.kind === "control") {
    const controls = [...document.querySelector(FILTERS).elements].filter((one) => one.type !== "hidden");
    const same = (one) => one.name === mark.name && one.type === mark.type && (mark.value === null || one.value === mark.value);
    const found = controls.find(same);
    if (found && !found.disabled) return found.focus({ preventScroll: true });
  }
  heading.tabIndex = -1;
  heading.focus({ preventScroll: mark.kind === "control" });
}

/* -- What is listened to ------------------------------------------------------------------------------------------*/
function change(event) {
  const form = event.target.closest(FILTERS);
  if (!form || !event.target.matches("input[type=checkbox], input[data-commune], select")) return;
  const asked = query(form);
  if (event.target.name === "autour") for (const name of ["lat", "lon"]) asked.delete(name);
  show(`${location.pathname}?${asked}`);
}

/* A name taken from the suggestions is not followed by "change" before the field is left. */
function input(event) {
  if (event.target.matches("input[data-commune]") && event.inputType === "insertReplacementText") change(event);
}

function submit(event) {
  const form = event.target.closest(FILTERS);
  if (!form) return;
  event.preventDefault();
  show(`${location.pathname}?${query(form)}`, { focus: { kind: "results" } });
}

/* Chips, pages, dots and answers to « which commune? »: links to another state of the same listing. */
function click(event) {
  const link = event.target.closest?.(`${RESULTS} a[href], ${FILTERS} a[href]`);
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.getAttribute("href"), location);
  if (url.origin !== location.origin || url.pathname !== location.pathname || url.hash) return;
  event.preventDefault();
  show(url.pathname + url.search, { focus: { kind: "results" } });
}

function back() {
  const url = location.pathname + location.search;
  if (url !== shown) show(url, { push: false });
}

/* -- Names of communes, suggested from the first focus on ----------------------------------------------------------*/
async function suggest(event) {
  const field = event.target;
  if (!field.matches("input[data-commune]")) return;
  suggestions ??= names(field.form.dataset.communes);
  try {
    field.setAttribute("list", (await suggestions).id);
  } catch {
    suggestions = null; // the next focus asks again; the server understands names without them
  }
}

async function names(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const list = document.createElement("datalist");
  list.id = "communes";
  for (const { name, postal_codes } of await answer.json()) list.append(new Option(postal_codes.join(", "), name));
  document.body.append(list);
  return list;
}

/* -- Around me: asked of the device on a click only, rounded before it is used, kept nowhere -----------------------*/
function around() {
  const template = document.querySelector(`${FILTERS} [data-around]`);
  if (!template || !isSecureContext || !navigator.geolocation) return;
  template.replaceWith(template.content.cloneNode(true));
  document.querySelector("[data-around-me]").addEventListener("click", locate);
}

function locate() {
  const words = document.querySelector("[data-around-status]");
  words.textContent = words.dataset.asking;
  const options = { maximumAge: 0, timeout: 15000, enableHighAccuracy: false };
  navigator.geolocation.getCurrentPosition(near, (error) => refused(error), options);
}

function near({ coords }) {
  const form = document.querySelector(FILTERS);
  const asked = query(form);
  asked.delete("autour");
  asked.set("lat", coords.latitude.toFixed(ROUND));
  asked.set("lon", coords.longitude.toFixed(ROUND));
  show(`${location.pathname}?${asked}`, { focus: { kind: "results" } });
}

function refused(error) {
  const words = document.querySelector("[data-around-status]");
  words.textContent = error.code === error.PERMISSION_DENIED ? words.dataset.refused : words.dataset.failed;
}

if (document.querySelector(FILTERS) && document.querySelector(RESULTS)) {
  document.addEventListener("change", change);
  document.addEventListener("input", input);
  document.addEventListener("focusin", suggest);
  document.addEventListener("submit", submit);
  document.addEventListener("click", click);
  addEventListener("popstate", back);
  around();
}
