/* The point of a structure in its edit form: a dot on the outline map, in step with the two typed fields, which are
   what is sent. Empty fields mean the town hall of the chosen commune.
   Hooks: [data-point-map] (settings in JSON: see directory/point_widget.py) of templates/directory/point_widget.html. */

const MAX_ZOOM = 16; // 8.6 km across: a pixel is 27 m on a phone, 10 m on a desk
const NEAR = 8; // the zoom around a point: 17 km across
const CROWD = 4; // from this zoom on, every town hall is drawn, not only the main towns'
const STEP = 50, LONG_STEP = 500; // metres, for an arrow key
const DEGREE = 111_195; // metres in a degree of latitude
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const PAIR = /^\s*(\d+[.,]\d+)°?\s*[,;\s]\s*(\d+[.,]\d+)°?\s*$/; // as other maps copy it
const SVG = "http://www.w3.org/2000/svg";
const written = new Intl.NumberFormat(document.documentElement.lang || "fr", { maximumFractionDigits: 5 });

/* null when nothing is typed, NaN when it is no number. */
function number(text) {
  const typed = text.replace(",", ".").replace("°", "").trim();
  return typed ? Number(typed) : null;
}

function filled(text, words) {
  return text.replace(/\{(\w+)\}/g, (_all, key) => words[key]);
}

function shape(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

class PointMap {
  constructor(root) {
    const { projection, fields, texts } = JSON.parse(root.dataset.pointMap);
    const part = (name) => root.querySelector(`[data-point-${name}]`);
    [this.root, this.texts, this.svg] = [root, texts, root.querySelector("svg")];
    [[this.left, this.across], [this.top, this.down]] = projection;
    [this.handle, this.status, this.scale, this.back] = ["handle", "status", "scale", "back"].map(part);
    this.inputs = [fields.latitude, fields.longitude].map((id) => document.getElementById(id));
    this.select = document.getElementById(fields.commune);
    const { width, height } = this.svg.viewBox.baseVal;
    [this.width, this.height, this.metres] = [width, height, DEGREE / -this.down]; // metres in a unit of the map
    this.names = shape("g", { "aria-hidden": true });
    this.svg.append(this.names);
    this.halls = this.townHalls();
    this.view = { zoom: 1, x: width / 2, y: height / 2 };
    this.listen();
    root.hidden = false;
    const { point } = this.read();
    if (point) this.aim(point);
    new ResizeObserver(() => this.frame()).observe(this.svg); // its first call draws
  }

  /* [{name, x, y, main}], the main towns first: those that the server named on the map. */
  townHalls() {
    const labels = [...this.svg.querySelectorAll("text")];
    const towns = labels.map((label) => label.textContent);
    for (const label of labels) label.remove();
    const options = [...this.select.querySelectorAll("option[data-point]")];
    const halls = options.map((option) => {
      const [x, y] = this.project(option.dataset.point.split(",").map(Number));
      return { name: option.text, x, y, main: towns.includes(option.text) };
    });
    return halls.sort((one, other) => other.main - one.main);
  }

  listen() {
    for (const input of this.inputs) {
      input.addEventListener("input", () => this.meet());
      input.addEventListener("paste", (event) => this.paste(event));
    }
    this.select.addEventListener("change", () => this.meet());
    for (const button of this.root.querySelectorAll("[data-point-zoom]"))
      button.addEventListener("click", () => this.zoom(Number(button.dataset.pointZoom)));
    this.back.addEventListener("click", () => this.write("", ""));
    this.handle.addEventListener("keydown", (event) => this.key(event));
    this.handle.addEventListener("pointerdown", (event) => this.drag(event));
    this.svg.addEventListener("pointerdown", (event) => this.pan(event));
    this.svg.addEventListener("click", (event) => this.click(event));
  }

  /* -- What is typed ---------------------------------------------------------------------------------------------- */
  hall() {
    const [option] = this.select.selectedOptions;
    return option?.dataset.point ? { name: option.text, point: option.dataset.point.split(",").map(Number) } : null;
  }

  /* {kind: a key of the texts, point: [latitude, longitude] when there is one} */
  read() {
    const [latitude, longitude] = this.inputs.map((input) => number(input.value));
    const hall = this.hall();
    if (latitude === null && longitude === null) return hall ? { kind: "hall", point: hall.point } : { kind: "none" };
    if (Number.isNaN(latitude) || Number.isNaN(longitude)) return { kind: "number" };
    if (latitude === null || longitude === null) return { kind: "half" };
    if (this.holds([latitude, longitude])) return { kind: hall ? "near" : "alone", point: [latitude, longitude] };
    return { kind: this.holds([longitude, latitude]) ? "swapped" : "outside" };
  }

  write(...values) {
    for (const [rank, value] of values.entries()) this.inputs[rank].value = value === "" ? "" : written.format(value);
    for (const name of ["input", "change"]) // Wagtail watches them, to keep the draft
      for (const input of this.inputs) input.dispatchEvent(new Event(name, { bubbles: true }));
  }

  paste(event) {
    const pair = PAIR.exec(event.clipboardData.getData("text"));
    if (!pair) return;
    event.preventDefault();
    this.write(...pair.slice(1).map(number));
  }

  /* The fields or the commune changed: look where the point is now. */
  meet() {
    const { point } = this.read();
    if (point && !this.sees(this.project(point), 0.8)) this.aim(point);
    else this.show();
  }

  aim(point) {
    const [x, y] = this.project(point);
    this.look({ zoom: Math.max(this.view.zoom, NEAR), x, y });
  }

  /* -- The map ---------------------------------------------------------------------------------------------------- */
  project([latitude, longitude]) {
    return [this.left + longitude * this.across, this.top + latitude * this.down];
  }

  place(x, y) {
    return [(y - this.top) / this.down, (x - this.left) / this.across];
  }

  holds(point) {
    const [x, y] = this.project(point);
    return x >= 0 && x <= this.width && y >= 0 && y <= this.height;
  }

  /* Whether a place is within this part of what is seen, around its middle. */
  sees([x, y], part = 1) {
    const { zoom, x: middle, y: centre } = this.view;
    return Math.abs(x - middle) * 2 * zoom <= this.width * part && Math.abs(y - centre) * 2 * zoom <= this.height * part;
  }

  /* Units of the map under the pointer. */
  under({ clientX, clientY }) {
    const [box, seen] = [this.svg.getBoundingClientRect(), this.svg.viewBox.baseVal];
    const within = (value) => Math.min(Math.max(value, 0), 1);
    return [
      seen.x + within((clientX - box.left) / box.width) * seen.width,
      seen.y + within((clientY - box.top) / box.height) * seen.height,
    ];
  }

  zoom(factor) {
    const zoom = Math.min(Math.max(this.view.zoom * factor, 1), MAX_ZOOM);
    const { point } = this.read();
    const [x, y] = point ? this.project(point) : [this.view.x, this.view.y];
    this.look({ zoom, x, y });
  }

  look({ zoom, x, y }) {
    const within = (value, whole) => Math.min(Math.max(value, whole / zoom / 2), whole - whole / zoom / 2);
    this.view = { zoom, x: within(x, this.width), y: within(y, this.height) };
    this.frame();
  }

  frame() {
    const { zoom, x, y } = this.view;
    const [wide, high] = [this.width / zoom, this.height / zoom];
    this.svg.setAttribute("viewBox", `${x - wide / 2} ${y - high / 2} ${wide} ${high}`);
    this.pixel = wide / (this.svg.clientWidth || this.width); // in units of the map
    this.svg.style.setProperty("--pixel", this.pixel);
    for (const button of this.root.querySelectorAll("[data-point-zoom]"))
      button.setAttribute("aria-disabled", zoom === (button.dataset.pointZoom > 1 ? MAX_ZOOM : 1));
    const share = ([, kilometres]) => (kilometres * 1000) / this.metres / wide;
    const [text, kilometres] = [20, 10, 5, 2, 1].map((n) => [`${n} km`, n]).find((one) => share(one) < 0.3);
    this.scale.textContent = text;
    this.scale.style.width = `${share([text, kilometres]) * 100}%`;
    this.show();
  }

  show() {
    const { kind, point } = this.read();
    const hall = this.hall();
    const [x, y] = point ? this.project(point) : [];
    const seen = this.svg.viewBox.baseVal;
    this.handle.hidden = !point || !this.sees([x, y]);
    this.handle.classList.toggle("point-mairie", kind === "hall");
    this.handle.style.left = `${((x - seen.x) / seen.width) * 100}%`;
    this.handle.style.top = `${((y - seen.y) / seen.height) * 100}%`;
    this.status.textContent = this.said(kind, point, hall);
    this.status.classList.toggle("point-refuse", ["number", "half", "swapped", "outside"].includes(kind));
    for (const [rank, input] of this.inputs.entries()) input.placeholder = hall ? written.format(hall.point[rank]) : "";
    this.back.textContent = hall ? this.texts.back : this.texts.erase;
    this.back.setAttribute("aria-disabled", this.inputs.every((input) => !input.value.trim()));
    this.name(hall);
  }

  said(kind, point, hall) {
    const words = { commune: hall?.name, point: point?.map((degrees) => written.format(degrees)).join("\u202f; ") };
    if (kind === "near") {
      const [[x, y], [hallX, hallY]] = [this.project(point), this.project(hall.point)];
      const metres = Math.hypot(x - hallX, y - hallY) * this.metres;
      const turn = Math.round(Math.atan2(x - hallX, hallY - y) / (Math.PI / 4)); // eighths, from the north
      words.direction = this.texts.directions[(turn + 8) % 8];
      words.distance = metres < 1000 ? `${Math.round(metres / 10) * 10} m` : `${written.format((metres / 1000).toFixed(1))} km`;
    }
    return filled(this.texts[kind], words);
  }

  /* The town halls in view with their names, as many as cover neither one another nor the scale; the chosen one first. */
  name(hall) {
    const { pixel } = this;
    const seen = this.svg.viewBox.baseVal;
    const chosen = (town) => town.name === hall?.name;
    const boxes = [{ left: seen.x, wide: seen.width * 0.32, y: seen.y + seen.height - 14 * pixel }];
    const meets = (one, other) => Math.abs(one.y - other.y) < 16 * pixel && one.left < other.left + other.wide && other.left < one.left + one.wide;
    const drawn = this.halls.filter((town) => (town.main || this.view.zoom >= CROWD || chosen(town)) && this.sees([town.x, town.y]));
    drawn.sort((one, other) => chosen(other) - chosen(one));
    const shapes = drawn.flatMap((town) => {
      const { name, x, y } = town;
      const [aside, wide] = [(chosen(town) ? 15 : 7) * pixel, (name.length * 7.5 + 8) * pixel]; // clear of the dot
      const right = x + aside + wide < seen.x + seen.width;
      const box = { left: right ? x : x - aside - wide, wide: aside + wide, y };
      if (boxes.some((other) => meets(box, other))) return [];
      boxes.push(box);
      const text = { x: right ? x + aside : x - aside, y: y + 4.5 * pixel, "text-anchor": right ? "start" : "end" };
      return [shape("circle", { cx: x, cy: y, r: 3 * pixel }), shape("text", text, name)];
    });
    this.names.replaceChildren(...shapes);
  }

  /* -- Gestures --------------------------------------------------------------------------------------------------- */
  key(event) {
    const way = ARROWS[event.key];
    const { point } = this.read();
    if (!way || !point || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const units = (event.shiftKey ? LONG_STEP : STEP) / this.metres;
    const [x, y] = this.project(point);
    const moved = this.place(x + way[0] * units, y + way[1] * units);
    if (this.holds(moved)) this.write(...moved);
  }

  drag(start) {
    if (start.button || !start.isPrimary) return;
    start.preventDefault(); // no text gets selected
    this.handle.focus({ preventScroll: true });
    const from = this.under(start);
    const [x, y] = this.project(this.read().point);
    let moved = null;
    this.follow(this.handle, start, (event) => {
      const [right, down] = this.under(event);
      moved = this.place(x + right - from[0], y + down - from[1]);
      for (const [rank, input] of this.inputs.entries()) input.value = written.format(moved[rank]);
      this.show();
    }, () => moved && this.write(...moved));
  }

  click(event) {
    if (this.panned) return void (this.panned = false);
    this.write(...this.place(...this.under(event)));
    this.handle.focus({ preventScroll: true });
  }

  /* By mouse only: a finger on the map scrolls the page. */
  pan(start) {
    this.panned = false;
    if (start.button || start.pointerType !== "mouse") return;
    const { zoom, x, y } = this.view;
    const [unit, begun] = [this.pixel, start];
    this.follow(this.svg, start, (event) => {
      const [right, down] = [event.clientX - begun.clientX, event.clientY - begun.clientY];
      this.panned ||= Math.hypot(right, down) > 4;
      if (this.panned) this.look({ zoom, x: x - right * unit, y: y - down * unit });
    }, () => {});
  }

  follow(target, start, move, end) {
    const stop = new AbortController();
    target.setPointerCapture(start.pointerId);
    target.addEventListener("pointermove", move, { signal: stop.signal });
    for (const name of ["pointerup", "pointercancel"])
      target.addEventListener(name, () => (stop.abort(), end()), { signal: stop.signal });
  }
}

for (const root of document.querySelectorAll("[data-point-map]")) new PointMap(root);
