"""`score --wait` of all outputs by two processes while the site is asked for pages, and once more unchanged.

    .venv/bin/python benchmarks/scoring.py [--database sqlite|postgres] [--outputs 371085] [--in DIR]

Embeddings aside: random vectors stand in the cache, so that the run encodes nothing and does all the rest.
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.arguments import parse_site_arguments
from benchmarks.figures import latencies
from benchmarks.sites import BENCHMARK, SLUG, Process, Ran, Site, load_all, open_site
from benchmarks.web_probe import WebProbe
from tests.servers import free_port, wait_until

HERE = Path(__file__).resolve().parent
LIST = f"/scoring/outputs/{SLUG}/"
PAGES = {
    "healthz": "/healthz",
    "list of runs": "/scoring/",
    "list of outputs": LIST,
    "list of outputs, one scenario": f"{LIST}?scenario=BKT",
    "list of outputs, one status": f"{LIST}?status=refused",
    "list of outputs, lowest score first": f"{LIST}?sort=score",
    "scores": f"/scoring/scores/{SLUG}/",
    "instruction following": f"/scoring/instructions/{SLUG}/",
    "leaderboard": f"/scoring/leaderboards/{SLUG}/",
}
# What a page says that shows an earlier reading while a newer one is being made.
OLD = ("data-as-of", 'hx-trigger="every')
WARM_SECONDS = 120.0
SESSION = """
import os, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "climed_eval.settings")
django.setup()
from django.test import Client
from annotation.models import User
client = Client()
client.force_login(User.objects.get(username="lead"))
print(client.session.session_key)
"""
COMMANDS = """
import os, json, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "climed_eval.settings")
django.setup()
from climed_eval.demo.processes import web_command, worker_command
print(json.dumps([web_command({port}), worker_command()]))
"""


def score(site: Site, *options: str) -> tuple[Ran, dict[str, float]]:
    done = site.manage("score", "--benchmark", BENCHMARK, "--wait", "--json", *options)
    return done, json.loads(done.out)


def start_server(site: Site, port: int) -> tuple[Process, Process]:
    """The web server and one worker, as an embedded site has them."""
    web, worker = (
        Process(command, site.env, quiet=True)
        for command in json.loads(site.run("-c", COMMANDS.replace("{port}", str(port))).out)
    )
    return web, worker


def measure(site: Site, directory: Path, n_outputs: int) -> None:
    load_all(site, directory, n_outputs)
    print(site.run(str(HERE / "stand_in_vectors.py"), BENCHMARK).out, end="")
    cookie = site.run("-c", SESSION).out.strip()
    port = free_port()
    web, worker = start_server(site, port)
    wait_until(lambda: answers(port), "the web server did not answer")
    with WebProbe(port, PAGES, cookie) as probe:
        done, summary = score(site)
    after = views_after(probe)
    costs = {"worker": worker.stop(), "web": web.stop()}
    cpu = done.cpu + costs["worker"].cpu
    print(
        f"score --wait: {summary['n_scored']:,} of {summary['n_outputs']:,} outputs in {done.wall:.1f} s, "
        f"{summary['n_scored'] / done.wall:,.0f} outputs/s, {summary['n_scored'] / cpu:,.0f} per s of CPU"
    )
    print(f"  the command: {done}")
    print(f"  the worker: {costs['worker'].cpu:.1f} s of CPU, at most {costs['worker'].peak:.0f} MB")
    for name, taken in probe.taken.items():
        print("  " + latencies(f"{name} meanwhile", taken))
    for line in after:
        print("  " + line)
    done, summary = score(site)
    print(f"score --wait, nothing changed: {summary['n_unchanged']:,} unchanged, {done}")


def views_after(probe: WebProbe) -> list[str]:
    """What the first to look at each page waits once the run has ended, and when pages know of its end."""
    first = {name: probe.ask(path) for name, path in PAGES.items()}
    began, behind = time.monotonic(), dict(PAGES)
    while behind and time.monotonic() - began < WARM_SECONDS:
        time.sleep(1)
        behind = {name: path for name, path in behind.items() if any(mark in probe.get(path) for mark in OLD)}
    known = "still behind: " + ", ".join(behind) if behind else f"in {time.monotonic() - began:.0f} s at most"
    warm = {name: probe.ask(path) for name, path in PAGES.items()}
    return [
        *(
            f"{name} after the run: first {1000 * first[name]:.0f} ms, later {1000 * warm[name]:.0f} ms"
            for name in PAGES
        ),
        f"pages show the scores of the run: {known}",
    ]


def answers(port: int) -> bool:
    import socket

    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


def main() -> None:
    options = parse_site_arguments(__doc__)
    for database in options.databases:
        print(f"== {database}")
        with open_site(options.directory, database) as site:
            measure(site, options.directory, options.outputs)


if __name__ == "__main__":
    main()
