"""What the forms of visitors show around themselves: the way back to the article that they are about."""


def frame(page, heading, here):
    """heading: the title; here: the last words of the breadcrumb."""
    above, url = page.get_breadcrumb()[:-1], page.get_url()
    return {
        "heading": heading,
        "page_title": page.title,
        "back_url": url,
        "breadcrumb": [*above, {"title": page.title, "url": url}, {"title": here, "url": None}],
    }
