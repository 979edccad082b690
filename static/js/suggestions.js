/* Suggestions under a search box, as one types: an ARIA combobox (WAI-ARIA 1.2, « list autocomplete »). Without this
   script the box is an ordinary form. Hook: form[data-suggestions], whose value is the address to ask.
   Arrows choose, Enter goes there, Escape closes, Tab leaves; what is typed is never changed. An answer that comes
   after a newer question, or once the box was left, shows nothing. */

const WAIT = 50; // ms after the last letter
const FEWEST = 2; // letters
const KEPT = 50; // answers
let number = 0;

for (const form of document.querySelectorAll("form[data-suggestions]")) {
  if (!form.dataset.ready) new Suggestions(form);
}

function Suggestions(form) {
  form.dataset.ready = "1";
  const input = form.querySelector("input[name=q]");
  const list = document.createElement("div"), status = document.createElement("p"), answers = new Map();
  let options = [], chosen = -1, timer = 0, running = null;

  Object.assign(list, { className: "suggestions", id: `suggestions-${++number}`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.label);
  status.className = "hors-vue";
  status.setAttribute("role", "status");
  form.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  /* -- Asking ----------------------------------------------------------------------------------------------------- */
  function ask() {
    stop();
    const typed = input.value.trim();
    if (typed.length < FEWEST) return show([]);
    timer = setTimeout(() => fetchAnswer(typed), WAIT);
  }

  function stop() {
    clearTimeout(timer);
    running?.abort();
    running = null;
  }

  async function fetchAnswer(typed) {
    const { signal } = (running = new AbortController());
    let groups = [];
    try {
      groups = answers.get(typed) ?? (await fetched(typed, signal));
    } catch {
      // no network: nothing to suggest, and the form still works
    }
    if (!signal.aborted) show(groups);
  }

  async function fetched(typed, signal) {
    const url = `${form.dataset.suggestions}?q=${encodeURIComponent(typed)}`;
    const response = await fetch(url, { signal, headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const { groups } = await response.json();
    if (answers.size >= KEPT) answers.clear();
    answers.set(typed, groups);
    return groups;
  }

  /* -- Showing ---------------------------------------------------------------------------------------------------- */
  function show(groups) {
    options = [];
    chosen = -1;
    list.replaceChildren(...groups.map(drawn));
    list.scrollTop = 0;
    input.removeAttribute("aria-activedescendant");
    open(options.length > 0);
  }

  function open(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    status.textContent = isOpen ? form.dataset.count.replace("{n}", options.length) : "";
  }

  function drawn(group, index) {
    const box = document.createElement("div"), heading = document.createElement("p");
    heading.id = `${list.id}-groupe-${index}`;
    heading.textContent = group.label;
    heading.setAttribute("role", "presentation");
    box.setAttribute("role", "group");
    box.setAttribute("aria-labelledby", heading.id);
    box.append(heading, ...group.items.map(option));
    return box;
  }

  function option(item) {
    const one = document.createElement("div");
    one.id = `${list.id}-${options.length}`;
    one.setAttribute("role", "option");
    one.setAttribute("aria-selected", "false");
    one.dataset.url = item.url;
    one.append(item.text);
    if (item.meta) one.append(Object.assign(document.createElement("small"), { textContent: item.meta }));
    options.push(one);
    return one;
  }

  /* What was suggested is kept: the arrow down shows it again. */
  function close() {
    stop();
    choose(-1);
    open(false);
  }

  function choose(place) {
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = place;
    const one = options[chosen];
    if (!one) return input.removeAttribute("aria-activedescendant");
    one.setAttribute("aria-selected", "true");
    one.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", one.id);
  }

  function go(option) {
    close(); // so that the list is not there when one comes back
    location.assign(option.dataset.url);
  }

  /* -- Hands ------------------------------------------------------------------------------------------------------ */
  const keys = {
    ArrowDown: () => choose(chosen + 1 < options.length ? chosen + 1 : -1),
    ArrowUp: () => choose(chosen < 0 ? options.length - 1 : chosen - 1),
    Escape: close,
    Enter: () => go(options[chosen]),
  };
  input.addEventListener("input", ask);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stop();
    if (event.key === "ArrowDown" && list.hidden && options.length) open(true);
    if (list.hidden || event.isComposing || !keys[event.key] || (event.key === "Enter" && chosen < 0)) return;
    event.preventDefault();
    keys[event.key]();
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const one = event.target.closest("[role=option]");
    if (one) go(one);
  });
}
