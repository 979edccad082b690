from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from agenda.nightly import extend_series


class Command(BaseCommand):
    help = "Prolonge les événements qui se répètent jusqu’à 18 mois d’ici (chaque nuit ; le travailleur le fait seul)."

    def handle(self, *args, **options):
        with tqdm(desc=_("Événements"), disable=None) as bar:
            changed = extend_series(timezone.now(), bar.update)
        self.stdout.write(_("Événements prolongés : %(n)d.") % {"n": changed})
