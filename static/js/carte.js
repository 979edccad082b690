/* The map of a listing, beyond what the server draws: popups, zoom, dots gathered again at each zoom.
   Without this script the dots are links to the filtered list, and stay so for a click with Ctrl or the middle button.
   Hooks: [data-map] (the address of the points), which holds the svg of components/map.html and the template
   [data-map-tools] of components/map_tools.html. Points are asked for at the first zoom, never before. */

const MAX_ZOOM = 16; // 62 units, 8.6 km, across: beyond, the outlines are too coarse
const STEP = 0.25; // of the view, for an arrow key
const DRAG = 5; // pixels before a press becomes a drag
const PANS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SVG = "http://www.w3.org/2000/svg";
const asked = new Map(); // address of points -> promise of them
let last = { zoom: 1 }; // the view outlives a change of filters

function points(address) {
  if (!asked.has(address)) {
    const answer = fetch(address, { headers: { Accept: "application/json" } }).then(async (response) => {
      if (!response.ok) throw new Error(`status ${response.status}`);
      return { ...(await response.json()), address: response.url };
    });
    answer.catch(() => asked.delete(address));
    asked.set(address, answer);
  }
  return asked.get(address);
}

function shape(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

class TerritoryMap {
  constructor(plan) {
    this.plan = plan;
    this.svg = plan.querySelector("svg");
    const template = plan.querySelector("[data-map-tools]");
    this.modules = template.dataset;
    const [tools, popup] = template.content.cloneNode(true).children;
    [this.tools, this.popup] = [tools, popup];
    const { width, height } = this.svg.viewBox.baseVal;
    [this.width, this.height] = [width, height];
    this.view = this.goal = { zoom: 1, x: this.width / 2, y: this.height / 2 }; // goal: asked for, perhaps still loading
    this.drawn = [...this.svg.querySelectorAll("a, text.ville")]; // by the server
    this.svg.setAttribute("tabindex", "0");
    for (const dot of this.svg.querySelectorAll("a")) dot.setAttribute("aria-haspopup", "dialog");
    plan.append(tools);
    this.listen();
    this.enable();
    if (last.zoom > 1) this.show(last);
  }

  listen() {
    this.svg.addEventListener("click", (event) => this.click(event));
    this.plan.addEventListener("keydown", (event) => this.key(event));
    this.svg.addEventListener("pointerdown", (event) => this.drag(event));
    for (const button of this.tools.querySelectorAll("[data-zoom]"))
      button.addEventListener("click", () => this.zoom(button.dataset.zoom === "in" ? 2 : 0.5));
  }

  /* -- View ------------------------------------------------------------------------------------------------------ */
  zoom(factor, x = this.goal.x, y = this.goal.y) {
    const zoom = Math.min(Math.max(this.goal.zoom * factor, 1), MAX_ZOOM);
    if (zoom !== this.goal.zoom) this.show({ zoom, x, y });
  }

  pan(right, down) {
    const { zoom, x, y } = this.goal;
    if (zoom > 1) this.show({ zoom, x: x + (right * this.width) / zoom, y: y + (down * this.height) / zoom });
  }

  async show(asked) {
    const goal = (this.goal = this.within(asked));
    const loaded = goal.zoom > 1 && (await this.load());
    if (goal !== this.goal) return; // another move came while this one was waiting
    if (loaded === null) return void (this.goal = this.view);
    this.module?.close(this.plan);
    this.view = last = goal;
    this.frame();
    this.draw(loaded);
  }

  within({ zoom, x, y }) {
    const clamp = (value, whole) => Math.min(Math.max(value, whole / zoom / 2), whole - whole / zoom / 2);
    return { zoom, x: clamp(x, this.width), y: clamp(y, this.height) };
  }

  async load() {
    try {
      return await Promise.all([import(this.modules.groups), points(new URL(this.plan.dataset.map, location).href)]);
    } catch {
      this.tools.querySelector("[data-map-status]").textContent = this.tools.dataset.failed;
      return null; // the map of the server stays, and the next try asks again
    }
  }

  frame() {
    const { zoom, x, y } = this.view;
    const [wide, high] = [this.width / zoom, this.height / zoom];
    this.svg.setAttribute("viewBox", `${x - wide / 2} ${y - high / 2} ${wide} ${high}`);
    this.svg.style.setProperty("--z", zoom);
    this.svg.classList.toggle("agrandie", zoom > 1);
    this.enable();
  }

  enable() {
    const states = { in: this.view.zoom >= MAX_ZOOM, out: this.view.zoom <= 1 };
    for (const [name, off] of Object.entries(states))
      this.tools.querySelector(`[data-zoom=${name}]`).setAttribute("aria-disabled", off);
  }

  inView({ x, y }) {
    const { zoom, x: middle, y: centre } = this.view;
    return Math.abs(x - middle) * 2 * zoom < this.width && Math.abs(y - centre) * 2 * zoom < this.height;
  }

  /* -- Drawing ----------------------------------------------------------------------------------------------------*/
  draw(loaded) {
    const focus = this.svg.contains(document.activeElement) && document.activeElement;
    const where = focus?.querySelector?.("circle") && focus.querySelector("circle").getBBox();
    for (const old of this.svg.querySelectorAll("a, text.ville")) old.remove();
    if (loaded) this.drawPoints(...loaded);
    else this.svg.append(...this.drawn);
    if (focus && focus !== this.svg) this.focusNear(where);
    this.say();
  }

  drawPoints(module, columns) {
    const { zoom } = this.view;
    if (this.gathered?.zoom !== zoom) this.gathered = { zoom, dots: module.gather(columns, zoom) };
    const seen = this.gathered.dots.filter((dot) => this.inView(dot));
    const towns = module.TOWNS.map(([name, ...point]) => this.town(name, module.project(...point), seen));
    this.svg.append(...seen.map((dot) => this.dot(dot, columns)), ...towns);
  }

  /* The name of a town, under the dot that covers it. */
  town(name, [x, y], dots) {
    const { zoom } = this.view;
    const under = dots.find((dot) => Math.hypot(dot.x - x, dot.y - y) <= dot.r) ?? { x, y, r: 0 };
    const below = under.y + under.r + 20 / zoom;
    return shape("text", { class: "ville", "aria-hidden": true, "text-anchor": "middle", x: under.x, y: below }, name);
  }

  dot({ x, y, r, members }, columns) {
    const [count, name] = [members.length, columns.n[members[0]]];
    const words = { n: count, name };
    const label = count > 1 ? this.tools.dataset.several.replace(/\{(\w+)\}/g, (_all, key) => words[key]) : name;
    const link = shape("a", { "aria-label": label, "aria-haspopup": "dialog", tabindex: 0 });
    if (count > 1) link.setAttribute("role", "button");
    else link.setAttribute("href", new URL(columns.u[members[0]], columns.address));
    link.append(shape("circle", { cx: x, cy: y, r }));
    if (count > 1) link.append(shape("text", { x, y }, count));
    link.members = members;
    return link;
  }

  focusNear(where) {
    const far = (dot) => {
      const box = dot.firstElementChild.getBBox();
      return Math.hypot(box.x + box.width / 2 - where.x - where.width / 2, box.y + box.height / 2 - where.y - where.height / 2);
    };
    const dots = [...this.svg.querySelectorAll("a")].sort((one, other) => far(one) - far(other));
    (dots[0] ?? this.svg).focus({ preventScroll: true });
  }

  say() {
    const { said, whole } = this.tools.dataset;
    const count = this.svg.querySelectorAll("a").length;
    const text = this.view.zoom > 1 ? said.replace("{z}", this.view.zoom).replace("{n}", count) : whole;
    this.tools.querySelector("[data-map-status]").textContent = text;
  }

  /* -- Gestures -------------------------------------------------------------------------------------------------- */
  click(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
    const dot = event.target.closest("a");
    if (dot || this.dragged) event.preventDefault();
    if (this.dragged) this.dragged = false;
    else if (dot) this.open(dot);
    else if (!this.module?.close(this.plan) && this.view.zoom > 1) this.centre(event);
  }

  centre({ clientX, clientY }) {
    const box = this.svg.getBoundingClientRect();
    this.pan((clientX - box.left) / box.width - 0.5, (clientY - box.top) / box.height - 0.5);
  }

  async open(dot) {
    const box = dot.querySelector("circle").getBBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const [size, { zoom }] = [this.svg.viewBox.baseVal, this.view];
    const href = dot.getAttribute("href");
    const single = dot.members ? dot.members.length < 2 : !dot.querySelector("text");
    const address = new URL(this.plan.dataset.map, location);
    if (!dot.members) address.search = new URL(href, location).search; // the dot's own filters
    const place = {
      title: dot.getAttribute("aria-label"),
      x: ((x - size.x) / size.width) * 100,
      y: ((y - size.y) / size.height) * 100,
      list: dot.members ? "" : href,
      members: dot.members,
      more: zoom < MAX_ZOOM && !single ? () => this.zoom(4, x, y) : null,
      back: dot,
    };
    try {
      this.module = await import(this.modules.popup);
      await this.module.open(this.plan, this.popup, place, points(address.href));
    } catch {
      if (href) location.assign(href); // what the link does without this script
    }
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return this.module?.close(this.plan);
    if (event.target.closest(".bulle")) return;
    if ("+=".includes(event.key)) this.zoom(2);
    else if ("-_".includes(event.key)) this.zoom(0.5);
    else if (event.key in PANS && this.view.zoom > 1) this.pan(...PANS[event.key].map((way) => way * STEP));
    else if ("Enter ".includes(event.key) && event.target.matches("a[role=button]")) this.open(event.target);
    else return;
    event.preventDefault();
  }

  drag(start) {
    this.dragged = false;
    if (this.view.zoom <= 1 || start.button || !start.isPrimary) return;
    const [box, from] = [this.svg.getBoundingClientRect(), this.view];
    const stop = new AbortController();
    const moved = (event) => [event.clientX - start.clientX, event.clientY - start.clientY];
    const follow = (event) => {
      const [right, down] = moved(event);
      if (!this.dragged && Math.hypot(right, down) < DRAG) return;
      if (!this.dragged) this.svg.setPointerCapture(event.pointerId);
      this.dragged = true;
      const part = [this.width / from.zoom / box.width, this.height / from.zoom / box.height];
      this.show({ zoom: from.zoom, x: from.x - right * part[0], y: from.y - down * part[1] });
    };
    this.svg.addEventListener("pointermove", follow, { signal: stop.signal });
    for (const end of ["pointerup", "pointercancel"])
      this.svg.addEventListener(end, () => stop.abort(), { signal: stop.signal });
  }
}

function enhance() {
  for (const plan of document.querySelectorAll("[data-map]:not([data-map-ready])")) {
    if (!plan.querySelector("svg") || !plan.querySelector("[data-map-tools]")) continue;
    plan.dataset.mapReady = "";
    new TerritoryMap(plan);
  }
}

document.addEventListener("resultats", enhance); // annuaire.js put new results in the page
enhance();
