"""Which sheets are worth comparing: those that share a key (a rare word, a phone, a commune and a beginning ...).

Each sheet has a few dozen keys and each key gives a bounded number of pairs, so that the work grows as the number of
sheets does, not as its square.
"""

from collections import defaultdict
from itertools import combinations

from directory.duplicates.likeness import THRESHOLD, Profile, Rarity, likeness

FULL_BLOCK = 20  # sheets of one key that are all compared with each other; above, each with its neighbours in order
NEIGHBOURS = 3
RARE_WORDS = 4  # of a name, taken two by two as keys


class LikenessIndex:
    """Sheets ready to be compared; `pairs()` for all of them, `look_alikes(sheet)` for one that is not there yet."""

    def __init__(self, sheets):
        self.profiles = [Profile(sheet) for sheet in sheets]
        self.rarity = Rarity(self.profiles)
        self.blocks = defaultdict(list)
        for profile in self.profiles:
            for key in self._keys(profile):
                self.blocks[key].append(profile)

    def _keys(self, profile):
        """Keys are short texts: a letter for their kind, then the value."""
        sheet = profile.sheet
        rare = sorted(profile.words, key=lambda word: (self.rarity.counts[word], word))[:RARE_WORDS]
        keys = {f"w{word}" for word in rare}
        keys |= {f"2{first} {second}" for first, second in combinations(sorted(rare), 2)}
        keys |= {f"a{letters}" for letters in profile.short_names | profile.initials}
        for name in profile.all_names:
            keys.add(f"n{name}")
            keys |= _slips(name)
        for kind, value in (("p", profile.phone), ("h", profile.site), ("e", profile.email), ("r", sheet.rna)):
            if value:
                keys.add(kind + value)
        if profile.siren:
            keys.add(f"s{profile.siren}")
        if sheet.commune and profile.words:
            keys.add(f"c{sheet.commune} {profile.words[0][:4]}")
        return keys

    def candidates(self):
        """Yield pairs of profiles, each once, the smaller key first."""
        seen = set()
        for block in self.blocks.values():
            for one, other in _within(block):
                if one.sheet.key > other.sheet.key:
                    one, other = other, one
                pair = (one.sheet.key, other.sheet.key)
                if pair not in seen:
                    seen.add(pair)
                    yield one, other

    def pairs(self, threshold=THRESHOLD):
        """[(key, key, Likeness)] at or over the threshold, the likeliest first."""
        found = []
        for one, other in self.candidates():
            like = likeness(one, other, self.rarity)
            if like.likelihood >= threshold:
                found.append((one.sheet.key, other.sheet.key, like))
        return sorted(found, key=lambda pair: (-pair[2].likelihood, pair[0], pair[1]))

    def look_alikes(self, sheet, limit=5, threshold=0.35):
        """[(Sheet, Likeness)] for a sheet that is not in the index, the likeliest first."""
        new = Profile(sheet)
        near = {}
        for key in self._keys(new):
            for profile in self.blocks.get(key, ())[: 10 * FULL_BLOCK]:
                near[profile.sheet.key] = profile
        near.pop(sheet.key, None)
        scored = [(profile.sheet, likeness(new, profile, self.rarity)) for profile in near.values()]
        kept = [pair for pair in scored if pair[1].likelihood >= threshold]
        return sorted(kept, key=lambda pair: (-pair[1].likelihood, pair[0].key))[:limit]


def _slips(name):
    """The name without each of its letters in turn: two names one slip apart share one of these, or a name itself."""
    if not 6 <= len(name) <= 40:
        return set()
    return {f"n{name[:at]}{name[at + 1 :]}" for at in range(len(name))}


def _within(block):
    if len(block) <= FULL_BLOCK:
        yield from combinations(block, 2)
        return
    ordered = sorted(block, key=lambda profile: (profile.joined, profile.sheet.key))
    for step in range(1, NEIGHBOURS + 1):
        yield from zip(ordered, ordered[step:], strict=False)
