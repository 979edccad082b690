"""The HTML of the screen made fit for paper: links as footnotes, boxes to tick with a pen, nothing to click."""

from urllib.parse import urljoin

from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

ONLY_ON_SCREEN = "script, [hidden], [data-steps-state], .actions, iframe"
MOST_NOTES = 200  # footnotes of one booklet: links beyond are printed without


def for_paper(html):
    """Return the HTML of a guide's blocks as the booklet prints it."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.select(ONLY_ON_SCREEN):
        tag.decompose()
    for box in soup.select("input[type=checkbox]"):
        mark = soup.new_tag("span", attrs={"class": "case"})
        box.replace_with(mark)
    for label in soup.select("label, .defile"):
        label.unwrap()
    for figure in soup.select(".chiffres > div"):
        figure.append(figure.find("dt"))  # read as it is seen: the figure, then what it counts
    for picture in soup.select("picture"):
        _keep_image(soup, picture)
    _add_notes(soup)
    return mark_safe(str(soup))  # noqa: S308 - the templates' own markup


def _keep_image(soup, picture):
    """The plain image of a picture; where its file is gone, a sentence in its place."""
    image = picture.find("img")
    if image and _is_there(image.get("src", "")):
        picture.replace_with(image)
        return
    gap = soup.new_tag("p", attrs={"class": "manque"})
    alternative = image.get("alt", "") if image else ""
    gap.string = (
        _("Une image manque ici : %(what)s") % {"what": alternative} if alternative else _("Une image manque ici.")
    )
    picture.replace_with(gap)


def _is_there(src):
    prefix = settings.MEDIA_URL if "://" in settings.MEDIA_URL else settings.BASE_URL + settings.MEDIA_URL
    address = urljoin(settings.BASE_URL + "/", src)
    return address.startswith(prefix) and default_storage.exists(address.removeprefix(prefix))


def _add_notes(soup):
    """Each address once, at the foot of the page where it is first given."""
    seen = set()
    for link in soup.select("a[href]"):
        if link["href"].startswith("#"):
            continue
        link["href"] = urljoin(settings.BASE_URL + "/", link["href"])
        written = link["href"].removeprefix("https://").removeprefix("http://").removeprefix("mailto:").rstrip("/")
        if link["href"] in seen or link.get_text().strip() in (link["href"], written) or len(seen) >= MOST_NOTES:
            continue
        seen.add(link["href"])
        note = soup.new_tag("span", attrs={"class": "note"})
        note.string = written
        link.insert_after(note)
