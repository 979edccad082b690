/* The popup of a dot: the structures of that place, as a list of links. Not modal: the page goes on under it.
   Loaded at the first click on a dot: see carte.js. Its words are in components/map_tools.html ([data-map-popup]). */

const SHOWN = 50; // names; beyond, the list of the page serves better

/* `points`: columns of carte.json, or a promise of them; `place`: {title, x, y (per cent), list (address or ""),
   members (ranks; all without it), more (function that zooms there) or null, back (element that gets focus again)}. */
export async function open(plan, model, place, points) {
  close(plan);
  const popup = model.cloneNode(true);
  const words = popup.dataset;
  popup.querySelector("[data-popup-title]").textContent = place.title;
  popup.style.setProperty("--px", place.x);
  popup.style.setProperty("--py", place.y);
  popup.classList.toggle("au-dessus", place.y > 50);
  popup.back = place.back;
  wire(plan, popup, place);
  plan.append(popup);
  popup.focus({ preventScroll: true });
  popup.setAttribute("aria-busy", "true");
  const columns = await points;
  if (!popup.isConnected) return;
  const members = place.members ?? [...columns.n.keys()];
  popup.querySelector("ul").replaceChildren(...members.slice(0, SHOWN).map((rank) => item(columns, rank)));
  const rest = popup.querySelector("[data-popup-rest]");
  rest.hidden = members.length <= SHOWN;
  rest.textContent = words.rest.replace("{n}", members.length - SHOWN);
  popup.removeAttribute("aria-busy");
  popup.scrollIntoView({ block: "nearest" });
}

/* Returns true when there was one to close; the dot gets the focus that was in the popup. */
export function close(plan) {
  const popup = plan.querySelector(".bulle");
  if (!popup) return false;
  const inside = popup.contains(document.activeElement);
  popup.remove();
  if (inside) (popup.back?.isConnected ? popup.back : plan.querySelector("svg")).focus({ preventScroll: true });
  return true;
}

function wire(plan, popup, place) {
  popup.querySelector("[data-popup-close]").addEventListener("click", () => close(plan));
  const more = popup.querySelector("[data-popup-more]");
  more.hidden = !place.more;
  more.addEventListener("click", () => place.more());
  const list = popup.querySelector("[data-popup-list]");
  list.hidden = !place.list;
  list.href = place.list;
}

function item(columns, rank) {
  const link = document.createElement("a");
  link.href = new URL(columns.u[rank], columns.address);
  link.textContent = columns.n[rank];
  const line = document.createElement("li");
  line.append(link);
  return line;
}
