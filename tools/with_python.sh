#!/bin/sh
# Runs a script with the first Python >= 3.11 of this machine: sh tools/with_python.sh SCRIPT [ARGUMENT...]
# macOS still answers "python3" with 3.9, so the versioned names are tried too. PYTHON= names another one.
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$candidate" "$@"
    fi
done
cat >&2 <<'MESSAGE'
Python 3.11 ou plus récent est nécessaire, et n’a pas été trouvé sur cette machine.
  Debian, Ubuntu : sudo apt-get install python3 python3-venv
  macOS :          brew install python@3.13
Si Python est installé ailleurs : make run PYTHON=/chemin/vers/python3
MESSAGE
exit 1
