from django.core.management.base import BaseCommand

from portal.home.setup import prepare_site


class Command(BaseCommand):
    help = "Crée ce qui manque à un portail : langues, territoire, vocabulaires, pages de base, rôles. Sans risque."

    def handle(self, *args, **options):
        home = prepare_site()
        self.stdout.write(self.style.SUCCESS(f"Le portail est prêt : {home.full_url}"))
