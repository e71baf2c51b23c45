"""A rubric as a file: what goes in comes out again, and what does not fit is named."""

import json
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from annotation.campaigns.services.rubric_content import rubric_content
from annotation.campaigns.services.rubrics import create_rubric
from annotation.models import Rubric, WorkedCase

pytestmark = pytest.mark.django_db

CASE: dict[str, Any] = {
    "use": "practice",
    "case": "## 病史: 男，45岁。",
    "output": "给予莫西沙星。",
    "expert_values": {"correctness": 4, "friendliness": "na"},
    "explanation_zh": "疗程偏长。",
}
CONTENT: dict[str, Any] = {
    "name": "Short",
    "dimensions": [
        {"code": "correctness", "evidence_up_to": 2, "anchors": [{"value": 1, "text_en": "Wrong."}]},
        {"code": "friendliness", "allow_na": True},
    ],
    "worked_cases": [CASE | {"use": "example"}, CASE],
}


def changed(**case: Any) -> dict[str, Any]:
    """The rubric with its second worked case changed."""
    content = deepcopy(CONTENT)
    content["worked_cases"][1] |= case
    return content


def bundled() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((settings.FIXTURES_ROOT / "rubric.json").read_text(encoding="utf-8"))
    return content


def test_the_bundled_rubric_comes_out_as_it_went_in() -> None:
    content = bundled()
    exported = rubric_content(create_rubric(content=content))
    assert exported["worked_cases"] == content["worked_cases"]
    assert create_rubric(content=exported) == Rubric.objects.get()


def test_worked_cases_and_evidence_are_kept_in_their_order() -> None:
    rubric = create_rubric(content=CONTENT)
    assert [case.use for case in rubric.worked_cases.all()] == ["example", "practice"]
    assert rubric.worked_cases.last().expert_values == CASE["expert_values"]  # type: ignore[union-attr]
    assert [row["evidence_up_to"] for row in rubric_content(rubric)["dimensions"]] == [2, None]


@pytest.mark.parametrize("content", [changed(explanation_en="Too long."), changed(output="")])
def test_another_worked_case_makes_another_version(content: dict[str, Any]) -> None:
    first = create_rubric(content=CONTENT)
    assert create_rubric(content=CONTENT) == first
    assert create_rubric(content=content).version == first.version + 1


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ({"expert_values": {"correctness": 6, "friendliness": 1}}, "expert_values.correctness: 6 is not on"),
        ({"expert_values": {"correctness": 2.5, "friendliness": 1}}, "expert_values.correctness: 2.5 is not"),
        ({"expert_values": {"correctness": True, "friendliness": 1}}, "expert_values.correctness: True is"),
        (
            {"expert_values": {"correctness": "na", "friendliness": 1}},
            "expert_values.correctness: .+ no answer",
        ),
        (
            {"expert_values": {"correctness": 1, "kindness": 1}},
            "expert_values: there is no dimension “kindness”",
        ),
        ({"expert_values": {"correctness": 1}}, "expert_values.friendliness: is missing"),
        ({"expert_values": [1, 2]}, "expert_values: must be an object"),
        ({"use": "exam"}, "use: must be one of: example, practice"),
        ({"case": "  "}, "case: is empty"),
        ({"output": None}, "output: must be text"),
        ({"language": "z" * 17}, "language: is too long"),
    ],
)
def test_what_does_not_fit_is_named_by_case_and_field(case: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=f"Worked case 2, {message}"):
        create_rubric(content=changed(**case))
    assert not Rubric.objects.exists()


@pytest.mark.parametrize("key", ["use", "case", "output", "expert_values"])
def test_a_field_that_is_missing_is_named(key: str) -> None:
    content = changed()
    del content["worked_cases"][1][key]
    with pytest.raises(ValidationError, match=f"Worked case 2, {key}: is missing"):
        create_rubric(content=content)


@pytest.mark.parametrize("cases", [{"use": "example"}, ["text"]])
def test_worked_cases_are_a_list_of_objects(cases: Any) -> None:
    with pytest.raises(ValidationError, match="must be"):
        create_rubric(content=CONTENT | {"worked_cases": cases})


def test_evidence_is_asked_for_up_to_a_level_of_the_scale() -> None:
    content = deepcopy(CONTENT)
    content["dimensions"][0]["evidence_up_to"] = 9
    with pytest.raises(ValidationError, match="correctness: evidence_up_to 9 is outside the scale"):
        create_rubric(content=content)


def test_the_lead_reads_the_cases_on_the_rubric_s_page(lead_client: Client) -> None:
    rubric = create_rubric(content=CONTENT)
    page = lead_client.get(reverse("campaigns:rubric_detail", args=[rubric.pk])).content.decode()
    for part in ("Example 1", "Practice case 1", "给予莫西沙星。", "疗程偏长。", "Levels up to 2 need"):
        assert part in page
    WorkedCase.objects.all().delete()
    page = lead_client.get(reverse("campaigns:rubric_detail", args=[rubric.pk])).content.decode()
    assert "This rubric has none" in page
