"""What every column and every level means, from the rubric that the ratings were given on. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

COLUMNS = {
    "question_id": "Identifier of the question in the benchmark",
    "model": "Model that wrote the output",
    "condition": "Prompt or input condition of the output",
    "scenario": "Leaderboard code of the scenario",
    "rater": "Random pseudonym of a clinician, of this campaign only",
    "dimension": "Dimension of the rubric",
    "value": "Level given; empty: missing; N/A: judged not applicable",
    "seconds": "Active time on the output, in seconds; empty where it was not measured",
    "rated_at": "Day of the rating in the site's time zone; empty where an imported file did not say",
    "purpose": "regular counts in every result; calibration and repeat do not",
    "harm": "Harm reported: none, possible, severe; empty where nobody was asked",
    "flagged": "1 where the clinician flagged the output",
    "revision": "Number of the revision that stands",
    "language": "Interface language of the rubric as shown",
    "part": "Text that a passage was marked in: output, or case (the input of the question)",
    "start": "Where a marked passage begins in that text as imported, in Unicode code points from 0, a line "
    "break counting one; empty where the passage was not found any more",
    "end": "Where a marked passage ends, counted alike",
    "text_id": "First 12 signs of the SHA-256 of the text that start and end count in, line breaks as \\n",
    "quote": "Words of a marked passage as the clinician saw them; a hidden name is one █",
    "metric": "Automatic metric, times 100",
    "guess": "Model that the clinician thought had written it; empty: would not or did not say",
    "guessed_on": "Day of the guess in the site's time zone; empty: not answered",
    "score": "Automatic score of the output on its metric",
    "status": "How the answer was read; what is not ok scores 0, but refused open texts are compared",
}
FIELDS = ("kind", "name", "level", "text_en", "text_zh", "weight")


def codebook_rows(rubric: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, text in COLUMNS.items():
        yield {"kind": "column", "name": name, "text_en": text}
    scale = f"{rubric['scale_min']:g} to {rubric['scale_max']:g}, {rubric['level']}"
    yield {"kind": "scale", "name": rubric["name"], "text_en": scale}
    for dimension in rubric["dimensions"]:
        yield {
            "kind": "dimension",
            "name": dimension["code"],
            "text_en": dimension["description_en"] or dimension["name_en"],
            "text_zh": dimension["description_zh"] or dimension["name_zh"],
            "weight": dimension["weight"],
        }
        for anchor in dimension["anchors"]:
            yield {
                "kind": "anchor",
                "name": dimension["code"],
                "level": f"{anchor['value']:g}",
                "text_en": anchor["text_en"],
                "text_zh": anchor["text_zh"],
            }
