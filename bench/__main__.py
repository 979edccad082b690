"""`python -m bench [NAME…]`: the named figures, the quick ones without a name, every one with `all`."""

import argparse
import importlib
import os
import sys

from bench.report import busy, machine, table

QUICK = ("migrate", "home")
EVERY = (*QUICK, "cold_start", "lighthouse", "demo", "directory", "structure", "exports", "imports", "carte")
EVERY += ("agenda", "agenda_ics", "guides", "search")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"among: {', '.join(EVERY)}, all")
    parser.add_argument("--worktree", action="store_true", help="cold_start: the files as they are, not HEAD")
    options = parser.parse_args()
    names = EVERY if "all" in options.names else tuple(options.names) or QUICK
    if unknown := set(names) - set(EVERY):
        parser.error(f"no such figure: {', '.join(sorted(unknown))}")
    load = os.getloadavg()[0]
    print(f"Machine: {machine()}")
    figures = []
    try:
        for name in names:
            print(f"{name}…", flush=True)
            figures += importlib.import_module(f"bench.{name}").measure(options)
    finally:  # what was measured before a failure is not lost
        if figures:
            print(f"\n{table(figures)}\n{busy(load)}".rstrip())
    return 1 if any(figure.short for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
