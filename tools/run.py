"""`make run`: checks the port, prepares the environment, then hands over to `manage.py start`.

HOST= and PORT= say where to serve, DATA_DIR= (default var/) where the database, media, index and logs live.
"""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools.environment import ROOT, ensure

BAD_PORT = "PORT={port} n’est pas un numéro de port : donnez un nombre de 1 à 65535, par exemple PORT=8001."
PORT_IN_USE = """\
Le port {port} de {host} est déjà pris : un portail tourne peut-être déjà sur http://{host}:{port}.
Arrêtez-le (Ctrl-C), ou choisissez un autre port :
  make run PORT={other}
Pour un second portail à côté du premier, avec ses propres données :
  make run PORT={other} DATA_DIR=var-{other}
"""
PORT_REFUSED = "Le port {port} de {host} ne peut pas être ouvert : {reason}. Essayez par exemple PORT=8001."


def read_port(text: str) -> int:
    """A TCP port; exits with a sentence on anything else."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        sys.exit(BAD_PORT.format(port=text))
    return int(text)


def check_port(host: str, port: int) -> None:
    """Exits with a clear message when nothing can listen there, before any long work starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sys.exit(PORT_IN_USE.format(host=host, port=port, other=port + 1 if port < 65535 else 8001))
        sys.exit(PORT_REFUSED.format(host=host, port=port, reason=error.strerror or error))


def main() -> None:
    host = os.environ.get("HOST") or "127.0.0.1"
    port = read_port(os.environ.get("PORT") or "8000")
    check_port(host, port)
    python = str(ensure())
    os.chdir(ROOT)
    os.environ.setdefault("PORTAL_DEMO", "true")
    os.environ.setdefault("BASE_URL", f"http://{f'[{host}]' if ':' in host else host}:{port}")
    os.environ["DATA_DIR"] = str(ROOT / (os.environ.get("DATA_DIR") or "var"))
    subprocess.run([python, "tools/compile_messages.py"], check=True)
    os.execv(python, [python, "manage.py", "start", "--host", host, "--port", str(port)])  # noqa: S606 - no shell meant


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
