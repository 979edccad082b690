"""`manage.py send_alerts`: what the worker does at each turn, by hand or from a crontab."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from portal.finding.saved.sending import AT_ONCE, send_due


class Command(BaseCommand):
    help = "Envoie les nouveautés des recherches suivies dont le tour est venu (le travailleur le fait seul)."

    def add_arguments(self, parser):
        words = "combien de recherches suivies regarder, celles qui attendent depuis le plus longtemps d’abord"
        parser.add_argument("--most", metavar="N", type=int, default=AT_ONCE, help=words)

    def handle(self, *args, **options):
        left = send_due(most=max(options["most"], 0))
        self.stdout.write(ngettext("%(n)d courriel parti.", "%(n)d courriels partis.", left) % {"n": left})
