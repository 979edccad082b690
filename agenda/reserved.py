"""The words that no event can have as its slug: an address of the portal's own answers there."""

RESERVED = frozenset(
    ("mois", "semaine", "jour", "widget", "reseau", "proposer", "abonnements", "ecrire", "vcard", "qr", "affiche")
)
