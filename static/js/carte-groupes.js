/* From the compact points of /annuaire/carte.json to dots that do not touch: the twin of portal/core/territory
   (projection.py, groups.py), for the zooms that the server does not draw. No DOM here.
   Points: {"v": version, "n": [names], "u": [addresses], "y": [latitude × 10⁴], "x": [longitude × 10⁴]}.
   Loaded at the first zoom: see carte.js. tests/browser/test_annuaire.py compares the two projections. */

const WEST = 5.4184, EAST = 7.0771, SOUTH = 44.1865, NORTH = 45.1268; // degrees
const MARGIN = 24, WIDTH = 1000; // units of the map
const ACROSS = (WIDTH - 2 * MARGIN) / (EAST - WEST);
const UP = ACROSS / Math.cos(((SOUTH + NORTH) / 2) * (Math.PI / 180));
const MIN_RADIUS = 22, MAX_RADIUS = 44, GAP = 3, MIN_DISTANCE = 63; // units, at zoom 1
const CELL = 16; // points nearer than this are one from the start
const BUCKET = 2 * MAX_RADIUS + GAP; // two dots further apart than this never touch
const ROW = 1 << 20; // more columns than any grid has: (column, row) as one number

export const TOWNS = [
  ["Gap", 44.559, 6.08],
  ["Briançon", 44.898, 6.644],
  ["Embrun", 44.564, 6.496],
  ["Barcelonnette", 44.386, 6.65],
  ["Laragne-Montéglin", 44.315, 5.822],
  ["Veynes", 44.535, 5.824],
  ["Guillestre", 44.661, 6.649],
];

export function project(latitude, longitude) {
  return [MARGIN + (longitude - WEST) * ACROSS, MARGIN + (NORTH - latitude) * UP];
}

/* [{x, y, r, members: [rank in the columns]}], the fullest first, in units of the map. */
export function gather(points, zoom) {
  const grid = new Map();
  for (let cell of cells(points, CELL / zoom)) {
    for (let near; (near = neighbour(grid, cell, zoom)); ) {
      grid.get(near.key).delete(near);
      cell = merged(near, cell);
    }
    cell.key = key(cell, BUCKET / zoom);
    if (!grid.has(cell.key)) grid.set(cell.key, new Set());
    grid.get(cell.key).add(cell);
  }
  const dots = [...grid.values()].flatMap((bucket) => [...bucket]);
  for (const dot of dots) dot.r = radius(dot) / zoom;
  return dots.sort(byCount);
}

function cells(points, size) {
  const found = new Map();
  for (let rank = 0; rank < points.n.length; rank++) {
    const [x, y] = project(points.y[rank] / 1e4, points.x[rank] / 1e4);
    const place = key({ x, y }, size);
    const cell = found.get(place);
    if (cell) cell.members.push(rank);
    else found.set(place, { x, y, members: [rank] });
  }
  return [...found.values()].sort(byCount);
}

function neighbour(grid, cell, zoom) {
  const middle = key(cell, BUCKET / zoom);
  for (const step of [0, -1, 1, -ROW, ROW, -ROW - 1, -ROW + 1, ROW - 1, ROW + 1])
    for (const other of grid.get(middle + step) ?? []) if (touch(cell, other, zoom)) return other;
  return null;
}

/* The dot stays on the fuller of the two, so that it does not drift away from where things are. */
function merged(one, other) {
  const [full, small] = one.members.length >= other.members.length ? [one, other] : [other, one];
  for (const member of small.members) full.members.push(member);
  return full;
}

function touch(one, other, zoom) {
  const apart = Math.max(radius(one) + radius(other) + GAP, MIN_DISTANCE) / zoom;
  return Math.hypot(one.x - other.x, one.y - other.y) < apart;
}

function radius(dot) {
  return Math.min(Math.max(Math.round(14 + 3 * Math.sqrt(dot.members.length)), MIN_RADIUS), MAX_RADIUS);
}

function key({ x, y }, size) {
  return Math.floor(y / size) * ROW + Math.floor(x / size);
}

function byCount(one, other) {
  return other.members.length - one.members.length || one.members[0] - other.members[0];
}
