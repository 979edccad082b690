"""`manage.py worker`: what must happen by itself.

The engine of SEARCH_URL follows the catalogue every few seconds; each minute, foreign calendars that are due are read
again and alerts leave; each night series are extended, keepers reminded, old traces erased and the indexes checked.
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
from portal.finding.missing import noting
from portal.finding.saved import keeping
from portal.finding.saved.sending import send_due
from portal.search.engines import outside
from portal.search.engines.outside.check import check
from portal.search.engines.outside.follow import follow

EVERY = 60  # seconds
TURN = 5  # seconds between two looks at what the outside engine has to take in
NIGHT = 3  # o’clock, on the clocks of here
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Relit les calendriers abonnés, envoie les alertes, tient l’index de recherche à jour ; chaque nuit, prolonge "
        "les séries, rappelle les mini-guides à relire et vérifie les index. "
        "À laisser tourner, ou --once depuis un planificateur."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="un tour, puis s’arrêter (cron)")
        parser.add_argument("--parent", type=int, help="s’arrêter quand ce processus n’est plus le parent")

    def handle(self, *, once, parent, **options):
        night, due = None, 0  # the last day on which the night's jobs were done; when the minute's are next
        while parent is None or os.getppid() == parent:
            now = timezone.localtime()
            if outside.configured():
                self.do("index", follow)
            if time.monotonic() >= due:
                self.each_minute(now)
                due = time.monotonic() + EVERY
            if once or (now.hour >= NIGHT and night != now.date()):
                self.each_night(now)
                night = now.date()
            if once:
                return
            time.sleep(TURN if outside.configured() else EVERY)

    def each_minute(self, now):
        self.do("calendars", lambda: refresh_due(now))
        self.do("alerts", lambda: send_due(now))

    def each_night(self, now):
        self.do("series", lambda: extend_series(now))
        self.do("reviews", lambda: remind_keepers(now.date()))
        self.do("alerts left unconfirmed", lambda: keeping.forget_old(now))
        self.do("unanswered searches", lambda: noting.forget_old(now))
        self.do("indexes", check)

    def do(self, name, job):
        """One job that fails does not stop the others, nor the next turn."""
        close_old_connections()
        try:
            job()
        except Exception:
            logger.exception("The worker's job « %s » stopped; it is tried again at its next turn.", name)
