"""`manage.py start`: brings the portal to where it can serve, then serves it, in one process."""

import errno
import os
import socket
import subprocess
import sys
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from portal.core.demo_mode import is_private_host
from portal.home.setup import prepare_site
from portal.home.static_files import collect_if_changed
from portal.search.health import index_problem


class Command(BaseCommand):
    help = "Prépare ce qui manque (base, contenu, styles, index), puis sert le portail."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="adresse d’écoute (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port d’écoute (8000)")

    def handle(self, *, host, port, **options):
        if settings.DEMO and not is_private_host(host):
            raise CommandError(
                f"Le mode de démonstration refuse l’adresse « {host} » : ses mots de passe sont publics. "
                "Il se sert sur 127.0.0.1 ou sur une adresse d’un réseau privé."
            )
        check_port(host, port)
        self.prepare()
        self.stdout.write(
            f"\nLe portail est servi sur {self.style.SUCCESS(address(host, port))}  (Ctrl-C pour l’arrêter)"
        )
        serve(host, port)

    def prepare(self):
        """Do only what is missing, so that a second start is quick."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Préparation de la base de données…")
            call_command("migrate", verbosity=0, stdout=self.stdout)
        if settings.DEMO:
            call_command("load_demo", stdout=self.stdout)
        prepare_site()
        if collect_if_changed():
            self.stdout.write("Styles, images et scripts rassemblés.")
        if problem := index_problem():
            self.stdout.write(f"Index de recherche : {problem}. Reconstruction…")
            call_command("update_index", verbosity=0, stdout=self.stdout)
            call_command("rebuild_catalogue", stdout=self.stdout)


def address(host, port):
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def check_port(host, port):
    """Raise CommandError when nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            raise CommandError(
                f"Le port {port} de {host} est déjà pris. Choisissez-en un autre : make run PORT={port + 1}"
            ) from None
        raise CommandError(f"Le port {port} de {host} ne peut pas être ouvert : {error}.") from None


def serve(host, port):
    """Serve until Ctrl-C. The application is loaded here, so the workers start with it in memory."""
    from gunicorn.app.base import BaseApplication  # takes a while to import: only when serving

    application = get_wsgi_application()
    connections.close_all()

    class Server(BaseApplication):
        def load_config(self):
            bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            choices = {
                "bind": bind,
                "workers": 2,
                "threads": 4,
                "preload_app": True,
                "timeout": 60,
                "loglevel": "warning",
            }
            for name, value in choices.items():
                self.cfg.set(name, value)

        def load(self):
            return application

    with worker():
        Server().run()


@contextmanager
def worker():
    """`manage.py worker` beside the server, for as long as it serves; gunicorn's own processes leave it alone."""
    owner = os.getpid()
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker", "--parent", str(owner)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        if os.getpid() == owner:
            process.terminate()
            process.wait()
