from django.core.management.base import BaseCommand
from wagtail.models import Page

from portal.editorial.roles import apply_coordinator_role


class Command(BaseCommand):
    help = "Donne à chaque rôle les droits du tableau de portal/editorial/roles.py ; relancée, elle ne change rien."

    def handle(self, *args, **options):
        group = apply_coordinator_role(Page.objects.filter(depth=2))
        self.stdout.write(self.style.SUCCESS(f"Droits du groupe « {group.name} » : à jour."))
