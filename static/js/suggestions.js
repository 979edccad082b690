/* Suggestions under a search box, as one types: an ARIA combobox (WAI-ARIA 1.2, « list autocomplete »). Without this
   script the box is an ordinary form. Hook: form[data-suggestions], whose value is the address to ask.
   Arrows choose, Enter goes there, Escape closes, Tab leaves; what is typed is never changed. */

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
  const list = document.createElement("div");
  const status = document.createElement("p");
  const answers = new Map();
  let options = [], chosen = -1, timer = 0, running = null;

  list.className = "suggestions";
  list.id = `suggestions-${++number}`;
  list.hidden = true;
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
    clearTimeout(timer);
    running?.abort();
    const typed = input.value.trim();
    if (typed.length < FEWEST) return close();
    timer = setTimeout(() => fetchAnswer(typed), WAIT);
  }

  async function fetchAnswer(typed) {
    try {
      show(answers.get(typed) ?? (await fetched(typed)));
    } catch {
      close(); // no network, or a newer question: the form still works
    }
  }

  async function fetched(typed) {
    running = new AbortController();
    const url = `${form.dataset.suggestions}?q=${encodeURIComponent(typed)}`;
    const response = await fetch(url, { signal: running.signal, headers: { Accept: "application/json" } });
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
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    status.textContent = options.length ? form.dataset.count.replace("{n}", options.length) : "";
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

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    status.textContent = "";
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

  /* -- Hands ------------------------------------------------------------------------------------------------------ */
  const keys = {
    ArrowDown: () => choose(chosen + 1 < options.length ? chosen + 1 : -1),
    ArrowUp: () => choose(chosen < 0 ? options.length - 1 : chosen - 1),
    Escape: close,
    Enter: () => location.assign(options[chosen].dataset.url),
  };
  input.addEventListener("input", ask);
  input.addEventListener("keydown", (event) => {
    if (list.hidden && event.key === "ArrowDown" && options.length) {
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }
    if (list.hidden || !keys[event.key] || (event.key === "Enter" && chosen < 0)) return;
    event.preventDefault();
    keys[event.key]();
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const one = event.target.closest("[role=option]");
    if (one) location.assign(one.dataset.url);
  });
}
