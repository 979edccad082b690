"""Names of towns on the map, written only where they cover no dot, no other name and no edge of the picture."""

from dataclasses import dataclass
from math import hypot

from .projection import HEIGHT, WIDTH, project

LABEL_SIZE = 26  # font size in units of the map: 14.5 px on a map 560 px wide
ASCENT, DESCENT = 0.78, 0.24  # of the font size, above and below the baseline
CHARACTER = 0.58  # mean width of a character, in font sizes; the fonts of the portal stay below
SPACE = 6  # units between a dot and its name


@dataclass(frozen=True)
class Town:
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Label:
    """A name; `y` is its baseline and `anchor` an SVG text-anchor."""

    x: int
    y: int
    anchor: str
    text: str

    @property
    def box(self):
        """(left, top, right, bottom) of the estimated ink."""
        width = text_width(self.text, LABEL_SIZE)
        left = self.x - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - ASCENT * LABEL_SIZE, left + width, self.y + DESCENT * LABEL_SIZE


def text_width(text, size):
    return len(text) * CHARACTER * size


def place_labels(towns, circles):
    """The labels that fit, the towns that come first served first. `circles` are (x, y, radius)."""
    labels = []
    for town in towns:
        free = (label for label in candidates(town, circles) if fits(label, circles, labels))
        if label := next(free, None):
            labels.append(label)
    return labels


def candidates(town, circles):
    """Right, left, above, below, then the corners, of the dot that covers the town or of the town itself."""
    x, y = map(round, project(town.latitude, town.longitude))
    covering = (circle for circle in circles if hypot(circle[0] - x, circle[1] - y) <= circle[2])
    x, y, radius = next(covering, (x, y, 0))
    middle = round(y + (ASCENT - DESCENT) / 2 * LABEL_SIZE)
    side = radius + SPACE
    above = round(y - side - DESCENT * LABEL_SIZE)
    below = round(y + side + ASCENT * LABEL_SIZE)
    yield Label(x + side, middle, "start", town.name)
    yield Label(x - side, middle, "end", town.name)
    yield Label(x, above, "middle", town.name)
    yield Label(x, below, "middle", town.name)
    for anchor, aside in (("start", round(x + radius * 0.7)), ("end", round(x - radius * 0.7))):
        for baseline in (above, below):
            yield Label(aside, baseline, anchor, town.name)


def fits(label, circles, labels):
    left, top, right, bottom = label.box
    if left < 0 or top < 0 or right > WIDTH or bottom > HEIGHT:
        return False
    return not any(_covers(circle, label.box) for circle in circles) and not any(
        left < other.box[2] and other.box[0] < right and top < other.box[3] and other.box[1] < bottom
        for other in labels
    )


def _covers(circle, box):
    """True when the circle, its line included, reaches into the box."""
    x, y, radius = circle
    left, top, right, bottom = box
    return hypot(x - min(max(x, left), right), y - min(max(y, top), bottom)) < radius + 2
