"""The publication bundle: complete, anonymous, and enough to compute the numbers again."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from annotation.models import Assignment, Campaign, Rating, User
from scoring.services.agreement import agreement_document
from tests.factories import make_assignment, make_campaign, make_open_benchmark, make_rater, make_unit, rate

pytestmark = pytest.mark.django_db
EXPECTED = {
    "README.md",
    "agreement.csv",
    "agreement.json",
    "codebook.csv",
    "evidence.csv",
    "leaderboard.csv",
    "leaderboard.json",
    "leaderboard.md",
    "leaderboard.tex",
    "manifest.json",
    "ratings_long.csv",
    "ratings_wide.csv",
    "rubric.json",
    "scores.csv",
}


@pytest.fixture
def campaign(rater: User) -> Campaign:
    """Two raters on four outputs; one comment looks like a formula, one rating is a hidden repeat."""
    benchmark = make_open_benchmark(n_questions=2, models=("甲模型", "=乙"))
    campaign = make_campaign(benchmark, name="Export me", scenarios=["WTD"], raters_per_unit=2)
    people = [make_rater(campaign, rater), make_rater(campaign, label="dr-zhang")]
    outputs = [o for question in benchmark.questions.all() for o in question.outputs.order_by("pk")]
    for output, pair in zip(outputs, [(1, 2), (3, 3), (5, 4), (2, 2)], strict=True):
        unit = make_unit(campaign, output)
        for slot, (person, value) in enumerate(zip(people, pair, strict=True), start=1):
            values: dict[str, float | str | None] = {"correctness": value, "friendliness": "na"}
            rate(make_assignment(unit, person, slot), values, comment="=HYPERLINK('x')")
    first = Assignment.objects.earliest("pk")
    rate(make_assignment(first.unit, people[0], purpose="repeat"), {"correctness": 4})
    # In Shanghai it is already the fifth.
    Rating.objects.update(rated_at=datetime(2026, 3, 4, 17, 16, tzinfo=UTC))
    return campaign


def read(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def export(campaign: Campaign, folder: Path, *options: str) -> zipfile.ZipFile:
    target = folder / "bundle.zip"
    call_command("export", campaign.name, target, "--force", *options, verbosity=0)
    return zipfile.ZipFile(target)


def test_the_bundle_has_every_part_and_true_hashes(campaign: Campaign, tmp_path: Path) -> None:
    with export(campaign, tmp_path) as archive:
        assert set(archive.namelist()) == EXPECTED
        manifest = json.loads(archive.read("manifest.json"))
        assert set(manifest["files"]) == EXPECTED - {"manifest.json"}
        for name, digest in manifest["files"].items():
            assert sha256(archive.read(name)).hexdigest() == digest
    assert manifest["campaign"]["seed"] == campaign.seed
    assert manifest["libraries"]["numpy"]


def test_no_name_time_or_comment_of_a_clinician_is_in_it(campaign: Campaign, tmp_path: Path) -> None:
    with export(campaign, tmp_path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    for trace in ("dr-li", "dr-zhang", "17:16", "HYPERLINK"):
        assert trace not in everything
    assert "2026-03-05" in everything
    assert "2026-03-04" not in everything
    assert all(rater.pseudonym in everything for rater in campaign.raters.all())


def test_comments_come_on_request_and_never_as_formulas(campaign: Campaign, tmp_path: Path) -> None:
    with export(campaign, tmp_path, "--comments") as archive:
        rows = read(archive, "ratings_wide.csv")
    assert {row["comment"] for row in rows} >= {"'=HYPERLINK('x')"}
    assert {row["model"] for row in rows} == {"甲模型", "'=乙"}


def test_marked_passages_come_by_place_and_their_words_on_request(campaign: Campaign, tmp_path: Path) -> None:
    passage = {"dimension": "correctness", "part": "output", "start": 2, "end": 4, "quote": "=吸氧"}
    rating = Rating.objects.filter(assignment__purpose="regular").earliest("pk")
    lost = passage | {"part": "case", "quote": "", "of": "", "lost": True}
    rating.evidence = [passage | {"prefix": "", "suffix": "", "of": "0123456789ab"}, lost]
    rating.save()
    with export(campaign, tmp_path) as archive:
        rows = read(archive, "evidence.csv")
    assert [(row["part"], row["start"], row["end"], row["text_id"]) for row in rows] == [
        ("output", "2", "4", "0123456789ab"),
        ("case", "", "", ""),
    ]
    assert rows[0]["rater"] == rating.assignment.rater.pseudonym
    assert "quote" not in rows[0]
    with export(campaign, tmp_path, "--comments") as archive:
        assert [row["quote"] for row in read(archive, "evidence.csv")] == ["'=吸氧", ""]


def test_long_has_the_counted_ratings_and_wide_all_of_them(campaign: Campaign, tmp_path: Path) -> None:
    with export(campaign, tmp_path) as archive:
        long, wide = read(archive, "ratings_long.csv"), read(archive, "ratings_wide.csv")
    assert len(long) == 16
    assert {row["value"] for row in long if row["dimension"] == "friendliness"} == {"N/A"}
    assert len(wide) == 9
    assert sum(row["purpose"] == "repeat" for row in wide) == 1


def test_the_exported_ratings_give_the_same_agreement_again(campaign: Campaign, tmp_path: Path) -> None:
    with export(campaign, tmp_path) as archive:
        (tmp_path / "long.csv").write_bytes(archive.read("ratings_long.csv"))
    call_command("import_ratings", tmp_path / "long.csv", campaign="Again", verbosity=0)
    before = agreement_document(campaign=campaign)["dimensions"]["correctness"]
    after = agreement_document(campaign=Campaign.objects.get(name="Again"))["dimensions"]["correctness"]
    for key in ("n_units", "n_raters", "n_ratings", "percent_agreement", "icc_2_1"):
        assert after[key] == before[key]
    assert after["alpha"]["value"] == before["alpha"]["value"]


def test_the_same_data_give_the_same_tables(campaign: Campaign, tmp_path: Path) -> None:
    def tables() -> dict[str, bytes]:
        with export(campaign, tmp_path) as archive:
            return {name: archive.read(name) for name in EXPECTED if name.endswith(".csv")}

    assert tables() == tables()


def test_an_existing_file_is_not_overwritten(campaign: Campaign, tmp_path: Path) -> None:
    target = tmp_path / "precious.zip"
    target.write_text("precious")
    with pytest.raises(CommandError, match="exists already"):
        call_command("export", campaign.name, target)
    assert target.read_text() == "precious"


def test_an_unknown_campaign_writes_nothing(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no campaign"):
        call_command("export", "Nowhere", tmp_path / "x.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_lead_downloads_it_from_the_page(lead_client: Client, campaign: Campaign) -> None:
    url = reverse("scoring:export", args=[campaign.slug])
    assert lead_client.get(url).status_code == 200
    response = lead_client.post(url, {"human_weight": "0.5"})
    assert "export-me.zip" in response["Content-Disposition"]
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert set(archive.namelist()) == EXPECTED


def test_a_weight_outside_0_to_1_is_refused(lead_client: Client, campaign: Campaign) -> None:
    response = lead_client.post(reverse("scoring:export", args=[campaign.slug]), {"human_weight": "2"})
    assert response.status_code == 422


def test_a_clinician_cannot_export(rater_client: Client, campaign: Campaign) -> None:
    assert rater_client.get(reverse("scoring:export", args=[campaign.slug])).status_code == 403


def test_what_an_imported_file_did_not_say_is_not_invented(db: None, tmp_path: Path) -> None:
    lines = ["question_id,model,rater,dimension,value,seconds,rated_at"]
    lines += ["q1,m,a,correctness,4,12.5,2025-03-02", "q1,m,b,correctness,3,,"]
    (tmp_path / "ratings.csv").write_text("\n".join(lines))
    call_command("import_ratings", tmp_path / "ratings.csv", campaign="Elsewhere", verbosity=0)
    campaign = Campaign.objects.get(name="Elsewhere")
    with export(campaign, tmp_path) as archive:
        rows = read(archive, "ratings_wide.csv")
        (tmp_path / "again.csv").write_bytes(archive.read("ratings_long.csv"))
    known = {(row["seconds"], row["rated_at"], row["harm"], row["flagged"]) for row in rows}
    assert known == {("12.5", "2025-03-02", "", ""), ("", "", "", "")}
    call_command("import_ratings", tmp_path / "again.csv", campaign="Again", verbosity=0)
    with export(Campaign.objects.get(name="Again"), tmp_path) as archive:
        assert {row["rated_at"] for row in read(archive, "ratings_long.csv")} == {"2025-03-02", ""}


def test_a_folder_that_does_not_exist_is_named(campaign: Campaign, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no folder .*absent; nothing was written"):
        call_command("export", campaign.name, tmp_path / "absent" / "x.zip")
