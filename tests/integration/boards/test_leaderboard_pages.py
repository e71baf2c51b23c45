"""The pages, files and API: what they show, who is refused, what bad input is told."""

import io
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from annotation.models import Benchmark, Campaign, PublishedBoard
from tests.factories import make_benchmark, make_campaign
from tests.integration.boards.worlds import call_large, make_rated_campaign, make_scored_benchmark

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def campaign() -> Campaign:
    return make_rated_campaign(make_scored_benchmark())


@pytest.fixture
def url(campaign: Campaign) -> str:
    return reverse("scoring:leaderboard", args=["climed-test"])


@pytest.fixture
def table2() -> PublishedBoard:
    path = settings.FIXTURES_ROOT / "published_table2.csv"
    call_command("import_board", path, name="Table 2", source="arXiv 2410.03502", stdout=io.StringIO())
    return PublishedBoard.objects.get()


def text_of(client: Client, url: str, **kwargs: object) -> str:
    response = client.get(url, **kwargs)  # type: ignore[arg-type]
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_page_shows_one_row_a_model_with_its_interval(lead_client: Client, url: str) -> None:
    text = text_of(lead_client, url)
    assert text.index("甲</th>") < text.index("乙</th>") < text.index("丙</th>")
    assert "without KE" in text
    assert "seed 20241003" in text
    assert "2 clinicians have rated." in text


def test_every_cell_leads_to_its_outputs(lead_client: Client, url: str) -> None:
    outputs = reverse("scoring:output_list", args=["climed-test"])
    assert f"{outputs}?scenario=WTD&amp;language_model=%E7%94%B2&amp;condition=vanilla" in text_of(
        lead_client, url
    )


def test_a_score_of_zero_is_shown_as_a_number(lead_client: Client, url: str) -> None:
    row = text_of(lead_client, url).split("丙</th>")[1].split("</tr>")[0]
    assert ">0.0</a>" in row


def test_the_weight_is_part_of_the_address(lead_client: Client, url: str) -> None:
    assert "72.5</a>" in text_of(lead_client, url)
    text = text_of(lead_client, f"{url}?w=1")
    assert "75.0</a>" in text
    assert 'value="1.0"' in text


def test_htmx_gets_the_part_and_a_browser_the_page(lead_client: Client, url: str) -> None:
    part = lead_client.get(f"{url}?w=0.2", headers=HTMX)
    names = [template.name for template in part.templates]
    assert "scoring/boards/_leaderboard.html" in names
    assert "base.html" not in names
    assert "HX-Request" in part["Vary"]
    assert part.content.decode().strip().startswith('<div id="leaderboard"')
    restored = lead_client.get(url, headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "base.html" in [template.name for template in restored.templates]


def test_automatic_scores_alone_are_one_choice_away(lead_client: Client, url: str) -> None:
    text = text_of(lead_client, f"{url}?campaign=")
    assert 'id="human-weight"' not in text
    assert "human beside automatic" not in text


@pytest.mark.parametrize(("view", "shown"), [("capabilities", "Reasoning"), ("roles", "Pharmacist")])
def test_columns_may_be_capabilities_or_roles(lead_client: Client, url: str, view: str, shown: str) -> None:
    assert shown in text_of(lead_client, f"{url}?view={view}")


@pytest.mark.parametrize("query", ["w=2", "w=nan", "w=x", "view=colours"])
def test_values_that_make_no_sense_are_bad_requests(lead_client: Client, url: str, query: str) -> None:
    assert lead_client.get(f"{url}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["campaign=none-such", "condition=cot", "specialty=none-such"])
def test_names_that_do_not_exist_are_not_found(lead_client: Client, url: str, query: str) -> None:
    assert lead_client.get(f"{url}?{query}").status_code == 404


def test_a_large_board_is_announced_and_looked_for_again(
    lead_client: Client, url: str, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    ordered: list[object] = []
    call_large(Benchmark.objects.get())
    monkeypatch.setattr("scoring.views.boards.compute_leaderboard.delay", ordered.append)
    with django_capture_on_commit_callbacks(execute=True):
        text = text_of(lead_client, url)
    assert 'hx-trigger="every 2s"' in text
    with django_capture_on_commit_callbacks(execute=True):
        text_of(lead_client, url)
    assert len(ordered) == 1
    api = lead_client.get(reverse("scoring:api_leaderboard", args=["climed-test"]))
    assert (api.status_code, api.json()) == (202, {"state": "computing"})
    file = lead_client.get(reverse("scoring:leaderboard_file", args=["climed-test", "csv"]))
    assert (file.status_code, file["Retry-After"]) == (202, "2")


def test_the_worker_s_task_fills_what_the_page_waits_for(
    lead_client: Client, url: str, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    from scoring.tasks import compute_leaderboard

    call_large(Benchmark.objects.get())
    monkeypatch.setattr("scoring.views.boards.compute_leaderboard.delay", compute_leaderboard)
    with django_capture_on_commit_callbacks(execute=True):
        text_of(lead_client, url)
    text = text_of(lead_client, url, headers=HTMX)
    assert "every 2s" not in text
    assert "甲" in text


def test_a_benchmark_without_outputs_says_what_would_stand_here(lead_client: Client) -> None:
    make_benchmark("Empty")
    assert "No outputs to rank yet" in text_of(lead_client, reverse("scoring:leaderboard", args=["empty"]))


def test_the_list_names_benchmarks_and_published_boards(
    lead_client: Client, campaign: Campaign, table2: PublishedBoard
) -> None:
    make_campaign(campaign.benchmark, "Not rated yet")
    text = text_of(lead_client, reverse("scoring:leaderboard_list"))
    assert "Pilot" in text
    assert "Table 2" in text
    assert "Not rated yet" not in text


def test_the_list_of_an_empty_site_says_what_to_do(lead_client: Client) -> None:
    assert "No leaderboards yet" in text_of(lead_client, reverse("scoring:leaderboard_list"))


def test_a_published_board_stands_beside_one_s_own(
    lead_client: Client, campaign: Campaign, table2: PublishedBoard
) -> None:
    text = text_of(lead_client, reverse("scoring:board", args=["table-2"]))
    assert "69.2" in text
    assert "arXiv 2410.03502" in text
    assert reverse("scoring:leaderboard", args=["climed-test"]) in text


@pytest.mark.parametrize("kind", ["csv", "tex", "md"])
def test_files_carry_the_board_of_the_page(
    lead_client: Client, campaign: Campaign, table2: PublishedBoard, kind: str
) -> None:
    own = lead_client.get(reverse("scoring:leaderboard_file", args=["climed-test", kind]), {"w": "1"})
    assert own["Content-Disposition"] == f'attachment; filename="leaderboard-climed-test.{kind}"'
    assert "75.0" in own.content.decode()
    published = lead_client.get(reverse("scoring:board_file", args=["table-2", kind]))
    assert "ERNIE-Bot" in published.content.decode()


def test_an_unknown_kind_of_file_is_not_found(lead_client: Client, campaign: Campaign) -> None:
    assert (
        lead_client.get(reverse("scoring:leaderboard_file", args=["climed-test", "exe"])).status_code == 404
    )


def test_the_api_answers_what_the_command_prints(lead_client: Client, campaign: Campaign) -> None:
    from scoring.selectors.boards import BoardRequest
    from scoring.services.boards import compute_board

    answer = lead_client.get(reverse("scoring:api_leaderboard", args=["climed-test"])).json()
    assert answer == compute_board(request=BoardRequest(campaign.benchmark_id or 0, campaign.pk))


def addresses() -> list[str]:
    own = ["leaderboard", "api_leaderboard"]
    return [
        reverse("scoring:leaderboard_list"),
        *(reverse(f"scoring:{name}", args=["climed-test"]) for name in own),
        reverse("scoring:leaderboard_file", args=["climed-test", "csv"]),
        *(reverse(f"scoring:{name}", args=["table-2"]) for name in ("board", "api_board")),
        reverse("scoring:board_file", args=["table-2", "csv"]),
    ]


def test_raters_and_strangers_see_no_leaderboard(
    rater_client: Client, admin_client: Client, campaign: Campaign, table2: PublishedBoard
) -> None:
    for address in addresses():
        assert rater_client.get(address).status_code == 403, address
        assert Client().get(address).status_code in (302, 403), address
        assert admin_client.get(address).status_code == 200, address
