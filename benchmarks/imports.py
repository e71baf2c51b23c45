"""Import of all outputs beside a bare ``bulk_create`` of the same rows, while a draft is saved every 100 ms.

.venv/bin/python benchmarks/imports.py [--database sqlite|postgres] [--outputs 371085] [--in DIR]
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.arguments import parse_site_arguments
from benchmarks.figures import latencies
from benchmarks.sites import (
    BENCHMARK,
    Site,
    copied,
    full_size_files,
    load_outputs,
    load_questions,
    open_site,
    probed,
)

HERE = Path(__file__).resolve().parent


def measure(site: Site, directory: Path, n_outputs: int) -> None:
    questions, outputs = full_size_files(directory, n_outputs)
    load_questions(site, questions)
    with copied(site, directory) as copy:
        bare = copy.run(str(HERE / "bare_rows.py"), str(outputs), BENCHMARK)
    bare_wall, bare_cpu = json.loads(bare.out)
    probe = site.start(str(HERE / "draft_probe.py"))
    loaded = load_outputs(site, outputs)
    if loaded is None:
        raise SystemExit(f"{site.home} holds the outputs already; take another --in, or remove it.")
    drafts = probed(probe)
    rows = json.loads(loaded.out)["rows"]
    print(f"import of {rows['new']:,} outputs: {loaded}, {rows['new'] / loaded.wall:,.0f} outputs/s")
    print(f"bare bulk_create of the same rows: {bare_wall:.1f} s ({bare_cpu:.1f} s of CPU)")
    print(f"ratio import / bulk_create: {loaded.wall / bare_wall:.2f} (CPU {loaded.cpu / bare_cpu:.2f})")
    print(latencies("drafts saved meanwhile", drafts))


def main() -> None:
    options = parse_site_arguments(__doc__)
    for database in options.databases:
        print(f"== {database}")
        with open_site(options.directory, database) as site:
            measure(site, options.directory, options.outputs)


if __name__ == "__main__":
    main()
