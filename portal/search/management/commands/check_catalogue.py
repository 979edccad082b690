from django.core.management.base import BaseCommand, CommandError

from portal.search.rebuild import drift


class Command(BaseCommand):
    help = "Compare le catalogue public aux pages et dit ce qui diffère ; --repair le corrige."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="corrige ce qui diffère")

    def handle(self, *args, repair, **options):
        missing, extra, other = drift()
        found = f"{len(missing)} page(s) absentes, {len(extra)} entrée(s) de trop, {len(other)} entrée(s) différentes"
        if not (missing or extra or other):
            self.stdout.write(self.style.SUCCESS("Le catalogue dit ce que disent les pages."))
        elif repair:
            repair(missing, extra, other)
            self.stdout.write(self.style.SUCCESS(f"Corrigé : {found}."))
        else:
            raise CommandError(f"{found}. Pour corriger : manage.py check_catalogue --repair")
