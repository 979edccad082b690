from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.core.territory.loading import load_territory
from portal.core.territory.sources import TerritoryDataError


class Command(BaseCommand):
    help = "Charge les communes, intercommunalités et vallées du territoire (sans effet si tout est à jour)."

    def handle(self, *args, **options):
        try:
            report = load_territory()
        except TerritoryDataError as error:
            raise CommandError(str(error)) from error
        for model, counts in report.items():
            self.stdout.write(
                _("%(places)s : créées %(created)d, modifiées %(changed)d, inchangées %(unchanged)d")
                % {"places": model._meta.verbose_name_plural.capitalize(), **vars(counts)}
            )
        if not any(counts.created or counts.changed for counts in report.values()):
            self.stdout.write(_("Rien à changer : le territoire est à jour."))
