"""What a page gives to be searched: see BasePage.entry_texts."""

from typing import NamedTuple


class EntryTexts(NamedTuple):
    """Plain texts as people read them, the most telling first: a word of a name weighs more than one of the body.

    names: all that the thing is or was called, each apart (title, acronym, former names); place: where it is.
    """

    names: list[str]
    place: str = ""
    key_words: str = ""
    body: str = ""
