from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from portal.demo.accounts import accounts_lines
from portal.demo.fictional_structures import SEED
from portal.demo.loading import DEFAULT_SCALE, MAX_SCALE, MIN_SCALE, is_loaded, load


class Command(BaseCommand):
    help = (
        "Remplit le portail d’exemples : structures et dates fictives, mini-guides, comptes. Démonstration seulement."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--scale",
            type=int,
            default=DEFAULT_SCALE,
            help=f"structures, de {MIN_SCALE} à {MAX_SCALE} (sinon {DEFAULT_SCALE}) ; deux dates pour chacune",
        )
        parser.add_argument("--seed", type=int, default=SEED, help=f"graine du tirage (sinon {SEED})")

    def handle(self, *args, scale, seed, **options):
        _check(scale)
        if is_loaded():
            self.stdout.write(_("La démonstration est déjà chargée : rien à faire."))
        else:
            load(scale, seed=seed, progress=_bar)
            self.stdout.write(self.style.SUCCESS(_("Démonstration chargée : %(scale)d structures.") % {"scale": scale}))
        for line in accounts_lines():
            self.stdout.write(line)


def _check(scale):
    if not settings.DEMO:
        raise CommandError(
            _("Ce portail n’est pas une démonstration : le mot de passe des comptes d’exemple est public.")
        )
    if not MIN_SCALE <= scale <= MAX_SCALE:
        raise CommandError(
            _("--scale %(scale)d : donnez un nombre de structures entre %(least)d et %(most)d.")
            % {"scale": scale, "least": MIN_SCALE, "most": MAX_SCALE}
        )


@contextmanager
def _bar(label, total):
    """A progress bar, or the time alone where the total is not known; nothing when the output is not a terminal."""
    shape = "{desc} {n_fmt}/{total_fmt} {bar:30} {elapsed}" if total else "{desc} {elapsed}"
    with tqdm(desc=str(label), total=total, disable=None, bar_format=shape) as bar:
        yield bar.update
