"""What the catalogue keeps of a structure: its card, facets, public facts and words."""

from django.utils.translation import gettext as _

from portal.core.blocks.text import plain_text
from portal.core.entry_texts import EntryTexts
from portal.core.templatetags.portal_tags import long_date


class StructureEntry:
    """The part of StructurePage that speaks to the catalogue, where all is public: no e-mail, no person."""

    entry_kind = "structure"
    entry_select = ("commune__valley", "commune__epci", "legal_family", "main_field")
    entry_defer = ("commune__outline", "commune__epci__outline")  # heavier than all the rest of the row
    entry_prefetch = (
        *("fields_of_activity", "labels", "audiences", "tags", "social_accounts", "verifications", "networks"),
        *("photos", "served_valleys", "served_epcis", "served_communes"),
    )
    entry_follows = {
        "core.FieldOfActivity": ("fields_of_activity", "main_field"),
        "core.LegalFamily": "legal_family",
        "core.Label": "labels",
        "core.Audience": "audiences",
        "core.Commune": ("commune", "served_communes"),
        "core.Valley": ("commune__valley", "served_valleys"),
        "core.Epci": ("commune__epci", "served_epcis"),
        "taggit.Tag": "tags",
    }

    def entry_point(self):
        return self.point

    def entry_card(self):
        return {
            "meta": [str(part) for part in (self.state_in_a_word(), self.nature(), self.commune) if part],
            "chips": [field.name for field in self.all_fields()[:3]],
            "freshness": self.freshness(),
        }

    def state_in_a_word(self):
        """Said on cards when the structure is not active."""
        words = {
            self.Status.DORMANT: _("En sommeil"),
            self.Status.CLOSED: _("A fermé"),
            self.Status.MERGED: _("A rejoint une autre structure"),
        }
        return words.get(self.status, "")

    def nature(self):
        """The legal family when it is known, else only what tells an institution from the others."""
        return self.legal_family or (_("Institution partenaire") if self.kind == self.Kind.INSTITUTION else "")

    def all_fields(self):
        """Its fields of activity, the main one first."""
        others = [field for field in self.fields_of_activity.all() if field.pk != self.main_field_id]
        return [self.main_field, *others] if self.main_field else others

    def verified(self):
        """{group of fields: ISO date on which the structure last said that it is right}."""
        return {row.group: row.verified_on.isoformat() for row in self.verifications.all()}

    def freshness(self):
        """When the sheet was last said to be right; empty when nobody has."""
        return freshness_in_words(self.last_reviewed_on, self.verified())

    def entry_facets(self):
        """`etat` and `reseau` are no filters of the listing: the sheet's neighbours are found by them, in memory."""
        commune = self.commune
        values = {
            "domaine": [field.slug for field in self.all_fields()],
            "vallee": [commune.valley.slug] if commune and commune.valley else [],
            "epci": [commune.epci.slug] if commune and commune.epci else [],
            "commune": [commune.slug] if commune else [],
            "statut": [self.legal_family.slug] if self.legal_family else [],
            "label": [label.slug for label in self.labels.all()],
            "public": [audience.slug for audience in self.audiences.all()],
            "accessible": ["1"] if self.access == self.Access.FULL else [],
            "benevoles": ["1"] if self.needs_volunteers else [],
            "etat": [self.status] if self.status != self.Status.ACTIVE else [],
            "reseau": [str(network.pk) for network in self.networks.all()],
        }
        return {name: slugs for name, slugs in values.items() if slugs}

    def entry_data(self):
        facts = self._identity_data() | self._place_data() | self._contact_data() | self._upkeep_data()
        return {name: value for name, value in facts.items() if value not in ("", None, [], {}, False)}

    def _identity_data(self):
        return {
            "kind": self.kind,
            "acronym": self.acronym,
            "former_names": self.former_names.splitlines(),
            "legal_family": self.legal_family.name if self.legal_family else "",
            "siret": self.siret,
            "siren": self.siren,
            "rna": self.rna,
            "year_founded": self.year_founded,
            "labels": [label.name for label in self.labels.all()],
            "fields": [field.name for field in self.all_fields()],
            "audiences": [audience.name for audience in self.audiences.all()],
            "services": [line.strip() for line in self.services.splitlines() if line.strip()],
            "tags": [tag.name for tag in self.tags.all()],
            "volunteers": self.volunteer_text if self.needs_volunteers else "",
            "logo": self.logo_id,
            "photos": [{"image": photo.image_id, "caption": photo.caption} for photo in self.photos.all()],
        }

    def _place_data(self):
        commune = self.commune
        return {
            "address": self.address,
            "postal_codes": commune.postal_codes if commune else [],
            "commune": commune.name if commune else "",
            "code_insee": commune.code_insee if commune else "",
            "valley": commune.valley.name if commune and commune.valley else "",
            "epci": commune.epci.name if commune and commune.epci else "",
            "serves_all": self.serves_all,
            "serves": [str(place) for place in self.served()],
            "access": self.access,
            "access_text": self.access_text,
        }

    def served(self):
        """The places where it works, beside its own."""
        return (*self.served_valleys.all(), *self.served_epcis.all(), *self.served_communes.all())

    def _contact_data(self):
        return {
            # Those of a structure that sleeps or has closed would say, here and in the exports, that it is open.
            "opening_hours": self.opening_hours if self.status == self.Status.ACTIVE else "",
            "closures": self.closures if self.status == self.Status.ACTIVE else "",
            "phone": self.phone,
            "website": self.website,
            "social": [{"network": account.network, "url": account.url} for account in self.social_accounts.all()],
        }

    def _upkeep_data(self):
        return {
            "status": self.status,
            "source": self.source,
            "verified": self.verified(),
            "is_fictional": self.is_fictional,
        }

    def entry_texts(self):
        commune = self.commune
        place = [commune.name, commune.valley.name if commune.valley else "", *commune.postal_codes] if commune else []
        key_words = [
            self.summary,
            str(self.nature()),
            self.services,
            self.siret,
            self.siren,
            self.rna,
            *map(str, self.served()),
        ]
        key_words += [term.name for term in (*self.all_fields(), *self.labels.all(), *self.tags.all())]
        return EntryTexts(
            names=[self.title, self.acronym, *self.former_names.splitlines()],
            place=" ".join(place),
            key_words="\n".join(filter(None, key_words)),
            body=plain_text(self.presentation),
        )

    def entry_weight(self):
        """Complete and verified sheets first; those of structures that sleep or have closed last."""
        if self.status != self.Status.ACTIVE:
            return 0
        return 20 + round(self.completeness * 0.4) + (20 if self.last_reviewed_on else 0)


def freshness_in_words(reviewed_on, verified):
    """« Fiche vérifiée par la structure le 12 septembre 2026 »; by whom only when its own verification is the last."""
    if not reviewed_on:
        return ""
    own = reviewed_on.isoformat() in verified.values()
    words = _("Fiche vérifiée par la structure le %(date)s") if own else _("Fiche vérifiée le %(date)s")
    return words % {"date": long_date(reviewed_on)}
