"""The parts of the listing that are many: cards, dots, options, printed by plain functions.

Django's templates take some 40 µs an included component, and a listing has a hundred; these take one or two. What they
print is what components/card.html and components/map.html print: a test compares them. Texts are escaped with the
standard library, since Django's `escape` takes six times longer to do the same; lazy ones are made text first.
"""

from functools import cache, lru_cache
from html import escape

from django.utils.safestring import mark_safe

from portal.core.templatetags.portal_tags import icon


@lru_cache(maxsize=4000)
def word(text):
    """`escape` for what comes back at each request: words of filters, names of communes."""
    return escape(str(text))


def joined(parts):
    """Parts that are already safe, as one."""
    return mark_safe("".join(parts))  # noqa: S308 - every value went through escape


def card_html(card):
    """components/card.html."""
    lang = f' lang="{escape(card["lang"])}"' if card["lang"] else ""
    meta = escape(" · ".join(card["meta"]))
    chips = "".join([f'<li class="puce">{escape(text)}</li>' for text in card["chips"]])
    return "".join(
        [
            f'<article class="fiche">\n<h3{lang}><a href="{escape(card["url"])}">{escape(card["title"])}</a></h3>\n',
            f'<p class="meta">{meta}</p>\n' if meta else "",
            f"<p{lang}>{escape(card['summary'])}</p>\n" if card["summary"] else "",
            f'<ul class="puces">{chips}</ul>\n' if chips else "",
            freshness_html(card["freshness"]) if card["freshness"] else "",
            "</article>\n",
        ]
    )


def freshness_html(text):
    """components/freshness.html."""
    return f'<span class="fraicheur">{escape(text)}</span>\n'


def dots_html(dots):
    """The dots of components/map.html."""
    parts = []
    for dot in dots:
        said = f"{word(dot.label)} : {dot.count}" if dot.count > 1 else word(dot.label)
        number = f'<text x="{dot.x}" y="{dot.y}">{dot.count}</text>' if dot.show_count and dot.count > 1 else ""
        circle = f'<circle cx="{dot.x}" cy="{dot.y}" r="{dot.r}"/>'
        parts.append(f'<a href="{escape(dot.url)}" aria-label="{said}">{circle}{number}</a>\n')
    return joined(parts)


def facet_html(facet):
    """A group of boxes: {"name", "label", "options": as in boxes_html}; nothing when no entry has any of them."""
    if not facet["options"]:
        return ""
    legend = escape(str(facet["label"]))
    return f'<fieldset class="facette"><legend>{legend}</legend>\n{boxes_html(facet)}</fieldset>\n'


def boxes_html(facet):
    """Check boxes with their counts, from [{"value", "text", "count", "checked", "disabled"}]."""
    name = facet["name"]
    parts = []
    for option in facet["options"]:
        state = " checked" if option["checked"] else " disabled" if option["disabled"] else ""
        box = f'<input type="checkbox" name="{name}" value="{option["value"]}"{state}>'
        parts.append(f'<label>{box} {word(option["text"])} <span class="n">{option["count"]}</span></label>\n')
    return "".join(parts)


def list_html(facet, add):
    """A facet of many values: a list of those that can be added, with their counts, under boxes of the chosen ones.

    add: the words « ajouter… ».
    """
    options = facet["options"]
    if not options:
        return ""
    name, label = facet["name"], escape(str(facet["label"]))
    chosen = boxes_html({"name": name, "options": [option for option in options if option["checked"]]})
    others = [
        f'<option value="{option["value"]}"{" disabled" if option["disabled"] else ""}>'
        f"{word(option['text'])} ({option['count']})</option>"
        for option in options
        if not option["checked"]
    ]
    first = f'<option value="">{escape(add)}</option>'
    select = f'<select name="{name}" aria-label="{label}\u202f: {escape(add)}">{first}{"".join(others)}</select>'
    return f'<fieldset class="facette"><legend>{label}</legend>\n{chosen}{select}</fieldset>\n'


def question_html(question, name):
    """What is asked beside the field of a commune: {"sentence", "choices": [{"text", "url"}]}."""
    answers = [f'<a class="puce" href="{escape(one["url"])}">{escape(one["text"])}</a>' for one in question["choices"]]
    choices = f'<ul class="puces"><li>{"</li><li>".join(answers)}</li></ul>' if answers else ""
    sentence = f'<p class="errorlist">{escape(question["sentence"])}</p>'
    return f'<div class="question" id="{name}-question">{sentence}{choices}</div>'


def options_html(words, chosen=""):
    """The options of a select, from {slug: text}."""
    return "".join(
        [
            f'<option value="{value}"{" selected" if value == chosen else ""}>{word(text)}</option>'
            for value, text in words.items()
        ]
    )


def hidden_html(name, values):
    return "".join([f'<input type="hidden" name="{name}" value="{escape(value)}">' for value in values])


def chips_html(chips, remove, everything):
    """components/chip.html for each chosen filter, then for what clears them all.

    chips: [{"text", "url"}]; remove: the words « Retirer le filtre : »; everything: the last one.
    """
    parts = [
        f'<li><a class="puce active" href="{escape(chip["url"])}"><span class="hors-vue">{escape(remove)} </span>'
        f"{escape(chip['text'])}{cross()}</a></li>"
        for chip in chips
    ]
    clear = f'<li><a class="puce" href="{escape(everything["url"])}">{escape(everything["text"])}</a></li>'
    return f'<ul class="puces filtres-actifs">{"".join(parts)}{clear}</ul>'


@cache
def cross():
    return icon("fermer")
