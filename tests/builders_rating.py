"""A campaign with work for one clinician, small or as large as a demonstration."""

from dataclasses import dataclass, field
from typing import Any

from annotation.campaigns.judgements import Judged
from annotation.models import (
    Assignment,
    Benchmark,
    Campaign,
    Output,
    Question,
    QuestionImage,
    Rater,
    User,
    WorkedCase,
)
from tests.factories import (
    make_assignment,
    make_benchmark,
    make_campaign,
    make_language_model,
    make_output,
    make_question,
    make_rater,
    make_unit,
    make_worked_case,
)

CASE = """## 入院情况: 男，74岁，慢阻肺急性加重。
## 现病史: 咳嗽、咳痰20年，加重伴嗜睡1天。
## 查体: 血气 pH 7.31、PaCO2 66 mmHg、PaO2 50 mmHg。
## 治疗建议: 面罩吸氧10 L/min，静脉推注地西泮10 mg。"""
COMPLETE = Judged(
    {"correctness": 4.0, "completeness": 3.0, "fluency": 5.0, "friendliness": "na"}, comment="可"
)
MODELS = ("ChatGPT", "文心一言", "杏林-测试", "BenTsao")
TEXTS = (
    "作为ChatGPT，我认为**高浓度吸氧不当**：\n\n1. 应控制性低流量吸氧；\n2. 避免镇静药。",
    "我是文心一言，由百度研发的语言模型。该建议存在错误，应使用无创通气。",
    "这个方案可以，继续观察即可。",
    "",
)


@dataclass
class Work:
    user: User
    campaign: Campaign
    rater: Rater
    assignments: list[Assignment] = field(default_factory=list)

    @property
    def first(self) -> Assignment:
        return self.assignments[0]

    @property
    def question(self) -> Question:
        """The first item's case."""
        question = self.first.unit.question
        assert question
        return question

    def output(self, place: int = 0) -> Output:
        output = self.assignments[place].unit.output
        assert output
        return output


def make_work(user: User, *, cases: int = 1, models: tuple[str, ...] = MODELS, **values: Any) -> Work:
    """``cases`` open questions, each answered by every model, all of it given to ``user``."""
    benchmark = Benchmark.objects.first() or make_benchmark()
    campaign = make_campaign(benchmark, **values)
    campaign.language_models.set([make_language_model(name) for name in models])
    work = Work(user, campaign, make_rater(campaign, user))
    for number in range(1, cases + 1):
        question = make_question(
            benchmark, f"SECRET-{campaign.pk}-{number}", "WTD", type=Question.Type.OPEN, input=CASE
        )
        for place, model in enumerate(models):
            output = make_output(question, model, TEXTS[place % len(TEXTS)])
            work.assignments.append(
                make_assignment(make_unit(campaign, output), work.rater, position=len(work.assignments) + 1)
            )
    return work


def add_image(question: Question, file: str = "secret-scan.png") -> QuestionImage:
    return QuestionImage.objects.create(
        question=question,
        position=question.images.count(),
        name="ChatGPT/secret-name.png",
        file=file,
        width=20,
        height=10,
    )


def make_new_work(user: User, *, practice: int = 3, **values: Any) -> Work:
    """As :func:`make_work`, with the guided start still before her: one worked example, practice cases."""
    work = make_work(user, **values)
    work.rater.started_at = None
    work.rater.save()
    make_worked_case(work.campaign.rubric, WorkedCase.Use.EXAMPLE, output="继续用药，观察即可。")
    for _number in range(practice):
        make_worked_case(work.campaign.rubric)
    return work
