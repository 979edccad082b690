"""What a story's page says of asking for advice."""


def advice_box(story):
    """None when nobody may ask; else {"url", "paused"}: paused says why not now, "" when one may."""
    return None
