/* The event's form: the dates that the typed times give, and what else happens that day, read while one types.
   Hooks: [data-schedule] (name of the field), [data-schedule-dates]; [data-planning] (address), [data-planning-found].
   Without scripts the first is shown when the form comes back, and the second opens by its button. */

const PAUSE = 500; // ms after the last key

function later(act) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, PAUSE);
  };
}

/* Put what an address answers into a place; an answer that comes after a newer question is dropped. */
function reader(place) {
  let last = 0;
  return async (url) => {
    const mine = ++last;
    try {
      const response = await fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (response.ok && mine === last) place.innerHTML = await response.text();
    } catch {
      /* offline: what was shown stays */
    }
  };
}

function watchDates(root) {
  const name = root.dataset.schedule;
  const read = reader(root.querySelector("[data-schedule-dates]"));
  const ask = later(() => {
    const query = new URLSearchParams();
    for (const input of root.querySelectorAll("[name]")) {
      if (!input.name.startsWith(`${name}-`)) continue;
      if (/^(checkbox|radio)$/.test(input.type) && !input.checked) continue;
      query.append(input.name, input.value);
    }
    read(`${root.dataset.schedulePreview}?${query}`);
  });
  root.addEventListener("input", ask);
  root.addEventListener("change", ask);
}

function watchDay(panel) {
  const form = panel.closest("form");
  const read = reader(panel.querySelector("[data-planning-found]"));
  const value = (name) => form.elements[name]?.value ?? "";
  let before = "";
  const ask = later(() => {
    const query = new URLSearchParams({ fragment: "1", jour: value("schedule_typed-first"), commune: value("commune") });
    for (const box of form.querySelectorAll('[name="audiences"]:checked')) query.append("public", box.value);
    if (panel.dataset.planningEvent) query.set("sauf", panel.dataset.planningEvent);
    if (!query.get("jour") || String(query) === before) return;
    before = String(query);
    read(`${panel.dataset.planning}?${query}`);
  });
  form.addEventListener("change", ask);
  ask();
}

for (const root of document.querySelectorAll("[data-schedule]")) watchDates(root);
for (const panel of document.querySelectorAll("[data-planning]")) watchDay(panel);
