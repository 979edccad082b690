"""`manage.py worker`: what must happen by itself.

Foreign calendars are read again when due; each night series are extended, and keepers reminded of what to read again.
"""

import logging
import os
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from agenda.coming_in.refresh import refresh_due
from agenda.nightly import extend_series
from guides.review import remind_keepers

EVERY = 60  # seconds
NIGHT = 3  # o’clock, on the clocks of here
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Relit les calendriers abonnés ; chaque nuit, prolonge les séries et rappelle les mini-guides à relire. "
        "À laisser tourner, ou --once depuis un planificateur."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="un tour, puis s’arrêter (cron)")
        parser.add_argument("--parent", type=int, help="s’arrêter quand ce processus n’est plus le parent")

    def handle(self, *, once, parent, **options):
        night = None  # the last day on which the night's jobs were done
        while parent is None or os.getppid() == parent:
            now = timezone.localtime()
            self.do("calendars", lambda now=now: refresh_due(now))
            if once or (now.hour >= NIGHT and night != now.date()):
                self.do("series", lambda now=now: extend_series(now))
                self.do("reviews", lambda now=now: remind_keepers(now.date()))
                night = now.date()
            if once:
                return
            time.sleep(EVERY)

    def do(self, name, job):
        """One job that fails does not stop the others, nor the next turn."""
        close_old_connections()
        try:
            job()
        except Exception:
            logger.exception("The worker's job « %s » stopped; it is tried again at its next turn.", name)
