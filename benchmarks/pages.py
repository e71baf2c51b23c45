"""Median and p95 of the pages over all outputs, by Django's test client, warm.

.venv/bin/python benchmarks/pages.py [--database sqlite|postgres] [--outputs 371085] [--in DIR]
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.arguments import parse_site_arguments
from benchmarks.scoring import score
from benchmarks.sites import Site, load_all, open_site

HERE = Path(__file__).resolve().parent


def measure(site: Site, directory: Path, n_outputs: int) -> None:
    load_all(site, directory, n_outputs)
    done, summary = score(site)
    if summary["n_scored"]:
        print(f"score --wait by the command alone: {summary['n_scored']:,} outputs, {done}")
    print(site.run(str(HERE / "page_probe.py")).out, end="")


def main() -> None:
    options = parse_site_arguments(__doc__)
    for database in options.databases:
        print(f"== {database}")
        with open_site(options.directory, database) as site:
            measure(site, options.directory, options.outputs)


if __name__ == "__main__":
    main()
