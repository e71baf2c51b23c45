"""Asks for each page a few times in this process, once to warm up, and prints how long it took."""

import os
import time

import django

REPEATS = 15
LIST = {
    "all": "",
    "page 2": "?page=2",
    "page 500": "?page=500",
    "one scenario": "?scenario=BKT",
    "one model": "?language_model=Model+03",
    "one status": "?status=refused",
    "rare status": "?status=invalid_letter",
    "scenario, model, status": "?scenario=DS&language_model=Model+05&status=truncated",
    "lowest score first": "?sort=score",
    "highest score first": "?sort=-score",
    "one scenario, highest first": "?scenario=SSO&sort=-score",
    "one model, lowest first": "?language_model=Model+07&sort=score",
    "one status, highest first": "?status=ok&sort=-score",
    "score 40 to 60": "?score_from=40&score_to=60",
    "one scenario, score to 0, lowest first": "?scenario=SSO&score_to=0&sort=score",
    "one model, score from 90": "?language_model=Model+09&score_from=90",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "climed_eval.settings")
    django.setup()
    from django.test import Client

    from annotation.models import Benchmark, Output, User
    from benchmarks.figures import Clock, percentile
    from benchmarks.sites import BENCHMARK, SLUG
    from scoring.services.pages import warm_pages

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="lead"))
    with Clock() as clock:
        read = warm_pages(benchmark=Benchmark.objects.get(name=BENCHMARK))
    print(f"read ahead of the pages, as a worker does: {clock.wall:.1f} s ({clock.cpu:.1f} s of CPU)" * read)
    output = Output.objects.filter(question__benchmark__name=BENCHMARK, question__scenario="ID2").latest("pk")
    pages = {f"list of outputs, {name}": f"/scoring/outputs/{SLUG}/{query}" for name, query in LIST.items()}
    pages |= {
        "one output": f"/scoring/output/{output.pk}/",
        "scores": f"/scoring/scores/{SLUG}/",
        "instruction following": f"/scoring/instructions/{SLUG}/",
        "leaderboard": f"/scoring/leaderboards/{SLUG}/",
    }
    for name, address in pages.items():
        taken = []
        for _ in range(REPEATS + 1):
            began = time.perf_counter()
            answer = client.get(address)
            taken.append(time.perf_counter() - began)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}")
        cold, warm = 1000 * taken[0], [1000 * seconds for seconds in taken[1:]]
        print(
            f"{name}: median {percentile(warm, 0.5):.0f} ms, p95 {percentile(warm, 0.95):.0f} ms, "
            f"first time {cold:.0f} ms",
            flush=True,
        )


if __name__ == "__main__":
    main()
