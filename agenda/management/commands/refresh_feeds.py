"""`manage.py refresh_feeds`: what the worker does every few minutes, by hand or from a crontab."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from agenda.coming_in.refresh import refresh_due
from agenda.models import FeedRun


class Command(BaseCommand):
    help = "Relit les calendriers suivis dont l’heure est venue. Rend 1 quand l’un d’eux a échoué."

    def handle(self, **options):
        runs = refresh_due()
        if runs is None:
            self.stdout.write(_("Une lecture est déjà en cours."))
            return
        for run in runs:
            counts = ", ".join(f"{action} {count}" for action, count in run.counts.items())
            self.stdout.write(f"{run.feed} : {run.get_state_display()} {counts} {run.message}".strip())
        failed = [run for run in runs if run.state == FeedRun.State.FAILED]
        if failed:
            raise CommandError(
                _("%(failed)d calendriers sur %(all)d ont échoué.") % {"failed": len(failed), "all": len(runs)}
            )
        self.stdout.write(_("%(all)d calendriers lus.") % {"all": len(runs)})
