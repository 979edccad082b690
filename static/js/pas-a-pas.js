// Remembers which steps of a guide are ticked, in this browser only. Without scripts the boxes still tick.
// One list a guide: what is ticked in a part is ticked in the whole guide.
const guide = location.pathname.match(/^(?:\/[a-z]{2})?\/guides\/[^/]+\//)?.[0] ?? location.pathname;
const key = `pas-a-pas:${guide}`;

function kept() {
  try {
    return new Set(JSON.parse(localStorage.getItem(key) || "[]"));
  } catch {
    return null; // storage refused, or not ours
  }
}

for (const list of document.querySelectorAll("[data-steps]")) {
  const boxes = [...list.querySelectorAll("[data-step]")];
  const state = list.querySelector("[data-steps-state]");
  const ticked = kept() ?? new Set();

  const show = () => {
    const done = boxes.filter((box) => box.checked).length;
    state.textContent = done ? state.dataset.words.replace("{n}", done).replace("{total}", boxes.length) : "";
  };
  const keep = () => {
    const now = kept();
    if (!now) return;
    for (const box of boxes) now[box.checked ? "add" : "delete"](box.dataset.step);
    localStorage.setItem(key, JSON.stringify([...now].slice(0, 200)));
  };

  for (const box of boxes) box.checked = ticked.has(box.dataset.step);
  if (kept()) list.querySelector("[data-steps-tools]").hidden = false;
  list.addEventListener("change", () => { keep(); show(); });
  list.querySelector("[data-steps-clear]").addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    keep();
    show();
    boxes[0].focus();
  });
  show();
}
