"""A whole guide on one page: to read from top to bottom, to print, and what the booklet is made of."""


def one_page_context(guide):
    """`chapters`: the parts themselves, in order, each with the anchor that the menu leads to."""
    return {
        "page": guide,
        "is_whole": True,
        "chapters": [
            {"part": part, "anchor": f"partie-{number}", "number": number} for number, part in enumerate(guide.parts, 1)
        ],
    }
