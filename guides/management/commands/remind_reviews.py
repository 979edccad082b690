"""`manage.py remind_reviews`: what the worker does each night, by hand or from a crontab."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import ngettext

from guides.review import remind_keepers


class Command(BaseCommand):
    help = "Écrit aux responsables des mini-guides à relire (chaque nuit ; le travailleur le fait seul)."

    def add_arguments(self, parser):
        parser.add_argument("--date", metavar="AAAA-MM-JJ", default="", help="comme si l’on était ce jour-là")

    def handle(self, *args, **options):
        left = remind_keepers(_day(options["date"]))
        self.stdout.write(ngettext("%(n)d courriel parti.", "%(n)d courriels partis.", left) % {"n": left})


def _day(text):
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        raise CommandError(f"« {text} » n’est pas une date : écrivez-la AAAA-MM-JJ.") from None
