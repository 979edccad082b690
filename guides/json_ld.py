"""What search engines are told of guides and stories: schema.org Article, and HowTo where there are steps."""

from django.conf import settings
from django.utils.html import strip_tags

from directory.exports.public import absolute, page_url
from directory.json_ld import script
from portal.core.models import PortalImage


def guide(page, entry, parts):
    return script(
        _article(page, entry)
        | {
            "version": entry.data["version"],
            "dateModified": entry.changed_at.isoformat() if entry.changed_at else "",
            "hasPart": [
                {"@type": "Article", "headline": part["title"], "url": absolute(part["url"])} for part in parts
            ],
        }
    )


def part(page, entry):
    """entry: the guide's. A part with steps is also a way to do something."""
    url = absolute(page.get_url())
    article = _article(page, entry) | {
        "url": url,
        "mainEntityOfPage": url,
        "isPartOf": {"@type": "Article", "headline": entry.title, "url": page_url(entry)},
    }
    steps = [step for block in page.body if block.block_type == "steps" for step in block.value["steps"]]
    if not steps:
        return script(article)
    return script(
        {
            "@context": "https://schema.org",
            "@graph": [
                {name: value for name, value in article.items() if name != "@context"},
                {
                    "@type": "HowTo",
                    "name": page.title,
                    "inLanguage": entry.language,
                    "url": url,
                    "step": [
                        {"@type": "HowToStep", "name": step["title"], "text": _plain(step["detail"]) or step["title"]}
                        for step in steps
                    ],
                },
            ],
        }
    )


def story(page, entry, structures):
    about = [{"@type": "Organization", "name": row["title"], "url": absolute(row["url"])} for row in structures]
    return script(_article(page, entry) | ({"about": about} if about else {}))


def _article(page, entry):
    url = page_url(entry)
    facts = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": page.title[:110],
        "description": page.summary,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": entry.language,
        "datePublished": page.first_published_at.isoformat() if page.first_published_at else "",
        "dateModified": page.last_published_at.isoformat() if page.last_published_at else "",
        "publisher": {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": settings.BASE_URL + "/"},
        "keywords": entry.data.get("tags", []),
        "image": _picture(page.listing_image),
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in facts.items() if value not in ("", None, [])}


def _picture(image: PortalImage | None):
    return absolute(image.get_rendition("width-1200").url) if image else ""


def _plain(html):
    return " ".join(strip_tags(str(html)).split())
