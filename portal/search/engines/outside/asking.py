"""Which entries answer each want: one request, whose answer is bitmaps made of sums.

Each document has a block (48 consecutive numbers of entries) and, in it, a power of two of its own: the sum of those
found in a block says which they are, exactly, since a double counts up to 2 to the power of 53.
"""

from itertools import compress

from portal.search.engines.outside.address import address
from portal.search.engines.outside.breaker import reading
from portal.search.engines.outside.client import READING, request
from portal.search.engines.outside.failures import Down

BLOCK = 48
PAGE = 20_000  # blocks in an answer, where all of them are too many for one
FEW = 12  # bits of a block: fewer are faster picked one by one
DIGITS = bytes(digit == ord("1") for digit in range(256))  # of a number written in base 2, as false and true
SUM = {"bits": {"sum": {"field": "bit"}}}
BLOCKS = {"blocks": {"histogram": {"field": "block", "interval": 1, "min_doc_count": 1}, "aggs": SUM}}
KEPT = "aggregations.*.blocks.buckets.key,aggregations.*.blocks.buckets.bits.value,aggregations.*.blocks.after_key"
PARAMS = {"filter_path": f"timed_out,{KEPT}", "allow_partial_search_results": "false"}


def find(wants):
    """Return [[entry_id] of each want], unordered; raises Down, at once when the engine has just failed."""
    if not wants:
        return []
    with reading.asking():
        try:
            answer = _ask(_together(wants))
        except Down as failure:
            if not failure.kind.startswith("too_many_buckets"):
                raise
            return [_page_by_page(want) for want in wants]
        return [_ids(_blocks(answer, number)) for number in range(len(wants))]


# -- Asking -----------------------------------------------------------------------------------------------------------
def _ask(body):
    answer = request("POST", f"/{address().prefix}/_search", dict(PARAMS), body, seconds=READING)
    if answer.get("timed_out") is not False:
        raise Down("réponse incomplète")
    return answer


def _together(wants):
    """Only documents that answer one of the wants are looked at."""
    conditions = [condition(want) for want in wants]
    parts = {str(number): {"filter": found, "aggs": BLOCKS} for number, found in enumerate(conditions)}
    return _searching(_any_of(conditions), parts)


def _searching(found, parts):
    return {"size": 0, "track_total_hits": False, "query": {"bool": {"filter": found}}, "aggs": parts}


def _page_by_page(want):
    """For numbers of entries so far from each other that blocks are more than the engine gives at once (65 536)."""
    ids, after = [], {}
    while True:
        blocks = {"size": PAGE, "sources": [{"block": {"histogram": {"field": "block", "interval": 1}}}], **after}
        part = {"all": {"filter": {"match_all": {}}, "aggs": {"blocks": {"composite": blocks, "aggs": SUM}}}}
        answer = _ask(_searching(condition(want), part))
        found = _blocks(answer, "all")
        ids += _ids([{**block, "key": block["key"]["block"]} for block in found])
        if len(found) < PAGE:
            return ids
        after = {"after": answer["aggregations"]["all"]["blocks"]["after_key"]}


def condition(want):
    """A want (see portal.search.engines) as the engine's own query."""
    return _all_of([_any_of(_alternatives(group)) for group in want])


def _alternatives(group):
    """Single terms in one clause, since clauses are limited to 1 024, and terms in a clause to 65 536."""
    single = [terms[0] for terms in group if len(terms) == 1]
    several = [_all_of([_term(term) for term in terms]) for terms in group if len(terms) != 1]
    return [*([{"terms": {"terms": single}}] if len(single) > 1 else map(_term, single)), *several]


def _term(term):
    return {"term": {"terms": term}}


def _all_of(conditions):
    if len(conditions) == 1:
        return conditions[0]
    return {"bool": {"filter": conditions}} if conditions else {"match_all": {}}


def _any_of(conditions):
    if len(conditions) == 1:
        return conditions[0]
    return {"bool": {"should": conditions, "minimum_should_match": 1}} if conditions else {"match_none": {}}


# -- Reading ----------------------------------------------------------------------------------------------------------
def _blocks(answer, name):
    """filter_path leaves out what is empty."""
    return answer.get("aggregations", {}).get(str(name), {}).get("blocks", {}).get("buckets", [])


def _ids(blocks):
    ids = []
    for block in blocks:
        first, bits = int(block["key"]) * BLOCK, int(block["bits"]["value"])
        if bits.bit_count() < FEW:
            while bits:
                ids.append(first + (bits & -bits).bit_length() - 1)
                bits &= bits - 1
        else:
            held = f"{bits:b}"[::-1].encode().translate(DIGITS)
            ids += compress(range(first, first + BLOCK), held)
    return ids
