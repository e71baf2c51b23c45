"""Small builders: the least that is valid, with everything overridable. No randomness."""

from hashlib import sha256
from typing import Any

from django.utils import timezone

from annotation.accounts.services.people import create_person
from annotation.models import (
    Anchor,
    Assignment,
    Benchmark,
    Campaign,
    Dimension,
    Import,
    LanguageModel,
    Output,
    Question,
    Rater,
    Rating,
    RatingValue,
    Role,
    Rubric,
    Unit,
    User,
    WorkedCase,
)

DIMENSIONS = ("correctness", "completeness", "fluency", "friendliness")


def make_user(username: str, role: str = Role.RATER, password: str = "correct horse battery") -> User:
    return create_person(username=username, role=role, password=password)


def make_benchmark(name: str = "CliMed test") -> Benchmark:
    return Benchmark.objects.create(name=name, slug=name.lower().replace(" ", "-"))


def make_import(benchmark: Benchmark | None = None, kind: str = "questions", **values: Any) -> Import:
    values.setdefault("state", Import.State.PUBLISHED)
    return Import.objects.create(benchmark=benchmark, kind=kind, file_name="made-by-a-test", **values)


def digest(*parts: object) -> str:
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def make_question(
    benchmark: Benchmark, external_id: str = "Q-1", scenario: str = "BKT", **values: Any
) -> Question:
    defaults: dict[str, Any] = {
        "type": Question.Type.CHOICE,
        "input": "## 题目\n下列哪项正确？",
        "options": {"A": "甲", "B": "乙", "C": "丙", "D": "丁"},
        "reference": "B",
        "answer": "B",
    }
    if values.get("type") == Question.Type.OPEN:
        defaults |= {"options": None, "reference": "不应使用该药。", "answer": ""}
    if values.get("type") == Question.Type.SEQUENCING:
        defaults |= {"reference": "DCBA", "answer": ""}
    values = defaults | values
    if "imported_by" not in values:
        values["imported_by"] = make_import(benchmark)
    content = digest(*sorted(values.items(), key=lambda item: item[0]))
    return Question.objects.create(
        benchmark=benchmark,
        external_id=external_id,
        scenario=scenario,
        content_hash=content,
        asked_hash=content,
        **values,
    )


def make_language_model(name: str = "杏林-测试") -> LanguageModel:
    return LanguageModel.objects.get_or_create(name=name)[0]


def make_output(
    question: Question, model: str = "杏林-测试", text: str | None = "答案：B", **values: Any
) -> Output:
    values.setdefault("imported_by", question.imported_by)
    return Output.objects.create(
        question=question,
        language_model=make_language_model(model),
        text=text,
        content_hash=digest(text),
        **values,
    )


def make_rubric(name: str = "Four dimensions", **values: Any) -> Rubric:
    rubric = Rubric.objects.create(name=name, **values)
    for position, code in enumerate(DIMENSIONS):
        dimension = Dimension.objects.create(
            rubric=rubric,
            code=code,
            position=position,
            name_en=code.title(),
            name_zh=f"维度{position + 1}",
            allow_na=code == "friendliness",
        )
        Anchor.objects.bulk_create(
            Anchor(
                dimension=dimension, value=level, text_en=f"Level {level} of {code}", text_zh=f"{level} 级"
            )
            for level in range(int(rubric.scale_min), int(rubric.scale_max) + 1)
        )
    return rubric


def make_worked_case(rubric: Rubric, use: str = WorkedCase.Use.PRACTICE, **values: Any) -> WorkedCase:
    defaults: dict[str, Any] = {
        "position": rubric.worked_cases.count(),
        "case": "## 任务: 请给出治疗方案。\n## 病史: 男，45岁，发热、咳嗽3天。",
        "output": "给予**莫西沙星**，疗程14天。",
        "expert_values": {"correctness": 3, "completeness": 2, "fluency": 5, "friendliness": "na"},
        "explanation_zh": "**正确性 3。** 疗程过长。",
        "explanation_en": "**Correctness 3.** The course is too long.",
    }
    return WorkedCase.objects.create(rubric=rubric, use=use, **(defaults | values))


def make_campaign(benchmark: Benchmark | None = None, name: str = "Pilot", **values: Any) -> Campaign:
    values.setdefault("rubric", None)
    if values["rubric"] is None:
        values["rubric"] = make_rubric(f"Rubric of {name}")
    values.setdefault("state", Campaign.State.OPEN)
    slug = values.pop("slug", name.lower().replace(" ", "-"))
    return Campaign.objects.create(benchmark=benchmark, name=name, slug=slug, **values)


def make_rater(campaign: Campaign, user: User | None = None, label: str = "", **values: Any) -> Rater:
    """Past the guided start, unless ``started_at`` is None."""
    label = label or (user.username if user else "rater")
    values.setdefault("started_at", timezone.now())
    return Rater.objects.create(
        campaign=campaign, user=user, label=label, pseudonym=digest(label)[:8], **values
    )


def make_unit(campaign: Campaign, output: Output, scenario: str = "WTD") -> Unit:
    return Unit.objects.create(
        campaign=campaign,
        question=output.question,
        output=output,
        question_key=output.question.external_id,
        scenario=scenario,
        language_model=output.language_model,
        condition=output.condition,
    )


def make_assignment(unit: Unit, rater: Rater, slot: int = 1, **values: Any) -> Assignment:
    return Assignment.objects.create(unit=unit, rater=rater, slot=slot, **values)


def rate(assignment: Assignment, values: dict[str, float | str | None], **fields: Any) -> Rating:
    """A submitted rating, straight into the database; ``"na"`` is not applicable, None is missing."""
    rating = Rating.objects.create(assignment=assignment, revision=1, **fields)
    dimensions = {
        dimension.code: dimension for dimension in assignment.rater.campaign.rubric.dimensions.all()
    }
    RatingValue.objects.bulk_create(
        RatingValue(
            rating=rating,
            dimension=dimensions[code],
            value=None if value == "na" else value,
            not_applicable=value == "na",
        )
        for code, value in values.items()
    )
    assignment.state, assignment.current_rating = Assignment.State.SUBMITTED, rating
    assignment.save()
    return rating


def make_open_benchmark(
    n_questions: int = 6, models: tuple[str, ...] = ("甲模型", "乙模型", "丙模型")
) -> Benchmark:
    """WTD questions, each answered by every model."""
    benchmark = make_benchmark("Open benchmark")
    for number in range(1, n_questions + 1):
        question = make_question(benchmark, f"WTD-{number:02}", "WTD", type=Question.Type.OPEN)
        for model in models:
            make_output(question, model, f"## 判断\n第 {number} 题：该治疗不妥。")
    return benchmark


def make_planned_campaign(raters: list[User], k: int = 2, **values: Any) -> Campaign:
    """A draft on the open benchmark with these raters, ready to be opened."""
    benchmark = values.pop("benchmark", None) or make_open_benchmark()
    campaign = make_campaign(
        benchmark,
        values.pop("name", "Planned"),
        state=Campaign.State.DRAFT,
        scenarios=["WTD"],
        raters_per_unit=k,
        **values,
    )
    campaign.language_models.set(LanguageModel.objects.all())
    for user in raters:
        make_rater(campaign, user)
    return campaign
