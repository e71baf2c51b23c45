"""Fifty clinicians at once on 100,000 assignments: how long next, draft and submit take, and what is kept.

    .venv/bin/python benchmarks/rating_room.py [--database sqlite|postgres] [--in DIR] [--json]
    .venv/bin/python benchmarks/rating_room.py --no-pause --clients 20

The site has the web server and the worker of an embedded one, the clinicians are another process. One cycle
is the next item, a draft for each of four dimensions, and the submission; a clinician opens the next item as
soon as she has submitted, and thinks before every other step. Ends with a failure when something that was
confirmed is not in the database exactly once, when an item has more than k ratings, or when a request failed.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.arguments import chosen_databases, site_parser
from benchmarks.figures import percentile
from benchmarks.rating_room_browser import is_up
from benchmarks.rating_room_clinicians import ACTIONS, Confirmed, let_work
from benchmarks.rating_room_site import HERE, load_campaign, log_in
from benchmarks.scoring import start_server
from benchmarks.sites import Site, open_site
from tests.servers import free_port, wait_until

GOAL_P95_MS, GOAL_WORST_MS = 150.0, 1000.0
SHOWN_PROBLEMS = 20
START_SECONDS = 120


def measure(site: Site, options: argparse.Namespace) -> dict[str, Any]:
    load_campaign(site, options.directory, options.assignments, options.k, options.clinicians)
    entry = log_in(site, options.clients)
    port = free_port()
    web, worker = start_server(site, port)
    try:
        wait_until(lambda: is_up(port), "the web server did not answer", START_SECONDS)
        load_before, cpu_before = os.getloadavg()[0], cpu_of_tree(web.child.pid)
        confirmed, wall = let_work(port, entry["logins"], options.pause, options.seconds)
        load_after, cpu = os.getloadavg()[0], cpu_of_tree(web.child.pid) - cpu_before
    finally:
        worker.stop()
        cost = web.stop()
    counted = count(site, confirmed)
    return {
        "assignments": entry["assignments"],
        "clients": len(entry["logins"]),
        "pause": options.pause,
        "seconds": round(wall, 1),
        "cycles": len(confirmed.ratings),
        "cycles_per_second": round(len(confirmed.ratings) / wall, 2),
        "actions": {action: action_figures(confirmed.seconds[action]) for action in ACTIONS},
        "server_cpu_seconds": round(cpu, 1),
        "server_cpu_ms_per_cycle": round(1000 * cpu / max(len(confirmed.ratings), 1), 1),
        "server_peak_mb": round(cost.peak),
        "machine_load": [round(load_before, 1), round(load_after, 1)],
        "sent_again": confirmed.sent_again,
        "problems": confirmed.refused + counted["problems"],
        "ratings_in_database": counted["ratings"],
    }


def cpu_of_tree(pid: int) -> float:
    """Seconds of CPU that a running process and its children have taken (Linux; elsewhere 0)."""
    folder = Path(f"/proc/{pid}")
    if not folder.exists():
        return 0.0
    fields = (folder / "stat").read_text().rpartition(")")[2].split()
    children = (folder / "task" / str(pid) / "children").read_text().split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(cpu_of_tree(int(child)) for child in children)


def action_figures(seconds: list[float]) -> dict[str, float]:
    ms = [1000 * value for value in seconds]
    shown = {"p50_ms": percentile(ms, 0.5), "p95_ms": percentile(ms, 0.95), "max_ms": max(ms, default=0.0)}
    return {"n": len(ms), **{name: round(value, 1) for name, value in shown.items()}}


def count(site: Site, confirmed: Confirmed) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({"ratings": confirmed.ratings, "drafts": confirmed.drafts}, file)
        file.flush()
        counted: dict[str, Any] = json.loads(site.run(str(HERE / "rating_room_count.py"), file.name).out)
    return counted


def show(measured: dict[str, Any]) -> None:
    print(
        f"{measured['clients']} clinicians, {measured['pause']:g} s between actions, "
        f"{measured['seconds']:.0f} s, {measured['assignments']:,} assignments; "
        f"load of the machine {measured['machine_load']}"
    )
    for action, figures in measured["actions"].items():
        met = figures["p95_ms"] < GOAL_P95_MS and figures["max_ms"] < GOAL_WORST_MS
        # The goal is one of clinicians who think; without pauses a request waits for all the others.
        goal = f": goal {'met' if met else 'missed'}" if measured["pause"] else ""
        print(
            f"  {action:<6} p50 {figures['p50_ms']:.0f} ms, p95 {figures['p95_ms']:.0f} ms, "
            f"max {figures['max_ms']:.0f} ms of {figures['n']}{goal}"
        )
    print(f"  {measured['cycles_per_second']:.2f} rate-cycles per second ({measured['cycles']} in all)")
    print(
        f"  web server: {measured['server_cpu_seconds']} s of CPU, "
        f"{measured['server_cpu_ms_per_cycle']} ms for each cycle, at most {measured['server_peak_mb']} MB"
    )
    print(
        f"  {measured['cycles']} ratings confirmed, {measured['ratings_in_database']} in the database "
        f"with those of earlier runs, {measured['sent_again']} requests sent again, "
        f"{len(measured['problems'])} problems"
    )
    for problem in measured["problems"][:SHOWN_PROBLEMS]:
        print(f"  ! {problem}")


def read_options() -> argparse.Namespace:
    parser = site_parser(__doc__)
    parser.add_argument("--assignments", type=int, default=100_000)
    parser.add_argument("--k", type=int, default=3)
    parser.add_argument("--clinicians", type=int, default=50, help="among whom the campaign is dealt")
    parser.add_argument("--clients", type=int, default=0, help="how many of them work (default: all)")
    parser.add_argument("--seconds", type=float, default=90)
    parser.add_argument("--pause", type=float, default=3.0, help="seconds between actions, on average")
    parser.add_argument("--no-pause", dest="pause", action="store_const", const=0.0)
    parser.add_argument("--json", action="store_true", help="one object on stdout")
    options = parser.parse_args()
    options.directory = options.directory.resolve()
    options.clients = options.clients or options.clinicians
    return options


def main() -> None:
    options = read_options()
    results = {}
    for database in chosen_databases(options):
        with open_site(options.directory, database) as site:
            results[database] = measure(site, options)
        if not options.json:
            print(f"== {database}")
            show(results[database])
    if options.json:
        print(json.dumps(results, indent=1))
    sys.exit(any(measured["problems"] for measured in results.values()))


if __name__ == "__main__":
    main()
