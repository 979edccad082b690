"""Leaves alone an engine that has just failed, for longer and longer, and lets one request see whether it is back."""

import logging
import threading
import time
from contextlib import contextmanager

from django.utils import timezone

from portal.search.engines.outside.failures import Busy, Down, Paused, Refused

FIRST_PAUSE, LONGEST_PAUSE = 10, 300  # seconds
logger = logging.getLogger(__name__)


class Breaker:
    """Closed: everyone asks. Open: nobody does until the pause is over, then one tries while the others go without.

    forgiven: failures that say nothing against the engine.
    """

    def __init__(self, forgiven=(), clock=time.monotonic):
        self.forgiven, self.clock = forgiven, clock
        self.lock = threading.Lock()
        self.reset()

    def reset(self):
        self.failures, self.until, self.trying = 0, 0, False
        self.since, self.problem = None, ""

    @contextmanager
    def asking(self):
        """Around each request: raises Paused when it must not be made, and learns from what it raises."""
        trial = self._enter()
        try:
            yield
        except self.forgiven:
            self._worked(trial)
            raise
        except Down as failure:
            self._failed(trial, str(failure))
            raise
        except BaseException:
            self._gave_up(trial)
            raise
        self._worked(trial)

    def _enter(self):
        """Return whether this request is the one that tries."""
        with self.lock:
            if not self.failures:
                return False
            if self.trying or self.clock() < self.until:
                raise Paused(self.problem)
            self.trying = True
            return True

    def _worked(self, trial):
        with self.lock:
            if trial:
                logger.info("The search engine answers again.")
                self.reset()

    def _failed(self, trial, problem):
        """Of several requests under way when the engine went down, the first alone counts."""
        with self.lock:
            if self.failures and not trial:
                return
            self.since = self.since or timezone.now()
            self.problem, self.trying = problem, False
            pause = min(FIRST_PAUSE * 2**self.failures, LONGEST_PAUSE)
            self.until = self.clock() + pause
            self.failures += 1
            logger.warning("The search engine is left alone for %d s: %s.", pause, problem)

    def _gave_up(self, trial):
        """It was not the engine's fault: another may try."""
        with self.lock:
            if trial:
                self.trying = False

    def state(self):
        with self.lock:
            return {"open": bool(self.failures), "since": self.since, "problem": self.problem}


reading = Breaker(forgiven=(Refused,))  # visitors' requests, in each process
following = Breaker(forgiven=(Busy,))  # the worker's
