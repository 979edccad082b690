"""Which entries answer each want: one request, whose answer is bitmaps made of counts.

Each document belongs to a block (30 consecutive numbers of entries) and says that it counts for as many documents as a
power of two of its own (`_doc_count`, made for documents that sum up others). How many are found in a block then says
which they are. No sub-aggregation, no field to fetch: half the work, for the engine, of one sum a block.
"""

from itertools import chain, compress
from time import monotonic

from portal.search.engines.outside.address import address
from portal.search.engines.outside.breaker import reading
from portal.search.engines.outside.client import READING, WRITING, request
from portal.search.engines.outside.failures import Down, Refused

BLOCK = 30  # a count is an integer of 31 bits
PAGE = 20_000  # blocks in an answer, where all of them are too many for one
FEW = 9  # bits of a block: fewer are faster picked one by one
DIGITS = bytes(digit == ord("1") for digit in range(256))  # of a number written in base 2, as false and true
EACH = {"histogram": {"field": "block", "interval": 1}}
BLOCKS = {"blocks": {"histogram": {**EACH["histogram"], "min_doc_count": 1}}}
WHOLE = {"allow_partial_search_results": "false"}


def find(wants):
    """Return [[entry_id] of each want], unordered; raises Down, at once when the engine has just failed."""
    if not wants:
        return []
    with reading.asking():
        try:
            return _answers([condition(want) for want in wants])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Down("réponse illisible") from error


# -- Asking -----------------------------------------------------------------------------------------------------------
def _answers(conditions):
    try:
        return _together(conditions)
    except Down as failure:
        if not failure.kind.startswith("too_many"):  # blocks or clauses
            raise
        until = monotonic() + READING
        return [_page_by_page(wanted, until) for wanted in conditions]


def _together(conditions):
    """One request. Wants are often each wider than the one before: only what they have more, or less, is sent."""
    parts, before = {}, {"match_none": {}}
    for place, wanted in enumerate(conditions):
        parts |= {f"more{place}": _blocks(_but(wanted, before)), f"less{place}": _blocks(_but(before, wanted))}
        before = wanted
    answer, found, ids = _ask(any_of(conditions), parts), [], []
    for place in range(len(conditions)):
        more, less = (ids_of(answer[f"{name}{place}"]["blocks"]["buckets"]) for name in ("more", "less"))
        ids = [*(set(ids).difference(less) if less else ids), *more]
        found.append(ids)
    return found


def _blocks(wanted):
    return {"filter": wanted, "aggs": BLOCKS}


def _but(wanted, other):
    return {"bool": {"filter": [wanted], "must_not": [other]}}


def warm(name):
    """Ask an index for all that it holds, at leisure: its first answer takes a second, which no reader then waits."""
    _ask({"match_all": {}}, {"all": _blocks({"match_all": {}})}, name, WRITING)


def _ask(found, parts, name=None, seconds=READING):
    """Return the aggregations. Only documents that answer one of the wants are looked at."""
    body = {"size": 0, "track_total_hits": False, "query": {"bool": {"filter": found}}, "aggs": parts}
    answer = request("POST", f"/{name or address().prefix}/_search", dict(WHOLE), body, seconds=seconds)
    if answer.get("timed_out") is not False or not isinstance(answer.get("aggregations"), dict):
        raise Down("réponse incomplète")
    return answer["aggregations"]


def _page_by_page(wanted, until):
    """For numbers of entries so far from each other that blocks are more than the engine gives at once (65 536)."""
    ids, after = [], {}
    while monotonic() < until:
        pages = {"composite": {"size": PAGE, "sources": [{"block": EACH}], **after}}
        found = _ask(wanted, {"blocks": pages})["blocks"]
        ids += ids_of([{**block, "key": block["key"]["block"]} for block in found["buckets"]])
        if len(found["buckets"]) < PAGE:
            return ids
        after = {"after": found["after_key"]}
    raise Refused("trop de réponses éparses")  # the database takes less time


def condition(want):
    """A want (see portal.search.engines) as the engine's own query."""
    return all_of([any_of(_alternatives(group)) for group in want])


def _alternatives(group):
    """Single terms in one clause, since clauses are limited to 1 024, and terms in a clause to 65 536."""
    single = [terms[0] for terms in group if len(terms) == 1]
    several = [all_of([_term(term) for term in terms]) for terms in group if len(terms) != 1]
    return [*([{"terms": {"terms": single}}] if len(single) > 1 else map(_term, single)), *several]


def _term(term):
    return {"term": {"terms": term}}


def all_of(conditions):
    if len(conditions) == 1:
        return conditions[0]
    return {"bool": {"filter": conditions}} if conditions else {"match_all": {}}


def any_of(conditions):
    if len(conditions) == 1:
        return conditions[0]
    return {"bool": {"should": conditions, "minimum_should_match": 1}} if conditions else {"match_none": {}}


# -- Bitmaps ----------------------------------------------------------------------------------------------------------
def place_of(key):
    """What the document of an entry says of its number."""
    return {"block": key // BLOCK, "_doc_count": 1 << key % BLOCK}


def ids_of(blocks):
    """The numbers of the entries, block by block where these hold few of them, the fuller blocks all at once."""
    ids, firsts, digits = [], [], []
    for block in blocks:
        first, bits = int(block["key"]) * BLOCK, block["doc_count"]
        if bits.bit_count() < FEW:
            while bits:
                ids.append(first + (bits & -bits).bit_length() - 1)
                bits &= bits - 1
        else:
            firsts.append(range(first, first + BLOCK))
            digits.append(f"{bits:030b}"[::-1])
    ids += compress(chain.from_iterable(firsts), "".join(digits).encode().translate(DIGITS))
    return ids
