"""The options of the scripts that need a site."""

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.make_full_size import FULL_OUTPUTS
from benchmarks.sites import DATABASES


@dataclass(frozen=True)
class SiteArguments:
    databases: tuple[str, ...]
    outputs: int
    directory: Path


def site_parser(description: str | None) -> argparse.ArgumentParser:
    """A parser with the options of every script that keeps a site."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=DATABASES, help="default: one after the other")
    parser.add_argument(
        "--in",
        dest="directory",
        type=Path,
        metavar="DIR",
        default=Path(tempfile.gettempdir()) / "climed-benchmarks",
        help="where the sites are kept; what one script loads the next one finds",
    )
    return parser


def chosen_databases(options: argparse.Namespace) -> tuple[str, ...]:
    return (options.database,) if options.database else DATABASES


def parse_site_arguments(description: str | None) -> SiteArguments:
    parser = site_parser(description)
    parser.add_argument("--outputs", type=int, default=FULL_OUTPUTS)
    options = parser.parse_args()
    return SiteArguments(chosen_databases(options), options.outputs, options.directory.resolve())
