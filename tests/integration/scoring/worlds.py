"""A benchmark with one question of every kind and outputs whose scores can be told by eye."""

from annotation.models import Benchmark, Question
from scoring.models import ScoringRun
from scoring.services.runs import request_run
from scoring.services.work import advance_run
from tests.factories import make_benchmark, make_output, make_question

GOOD, BAD = "杏林", "百草"
REFUSAL = "抱歉，作为AI语言模型，我无法提供医疗建议。"


def make_choice_benchmark(questions: int = 4, name: str = "Choice") -> Benchmark:
    """The right answer is B; one model knows it, the other always says C."""
    benchmark = make_benchmark(name)
    for number in range(questions):
        question = make_question(benchmark, f"Q-{number}")
        make_output(question, GOOD, "答案：B")
        make_output(question, BAD, "答案：C")
    return benchmark


def make_mixed_benchmark() -> Benchmark:
    """Every metric once or twice; no two references are alike."""
    benchmark = make_benchmark("Mixed")
    choice, order, open_ = Question.Type.CHOICE, Question.Type.SEQUENCING, Question.Type.OPEN
    rows: list[tuple[str, str, dict[str, str], dict[str, str]]] = [
        ("BKT", choice, {}, {GOOD: "答案：B", BAD: REFUSAL}),
        ("FIT", choice, {"planted": "C"}, {GOOD: "参考答案C是错误的，应选B。", BAD: "参考答案C正确，选C。"}),
        ("SSO", order, {"reference": "DCBA"}, {GOOD: "DCBA", BAD: "DDDD"}),
        ("KE", open_, {"reference": "高血压；心力衰竭"}, {GOOD: "高血压；心力衰竭", BAD: ""}),
        ("DS", choice, {}, {GOOD: "B", BAD: "A"}),
        ("DS", open_, {"reference": "患者术后恢复良好。"}, {GOOD: "患者术后恢复良好。", BAD: "无"}),
        (
            "WTD",
            open_,
            {"reference": "头孢类过敏者禁用该药。"},
            {GOOD: "头孢类过敏者禁用该药。", BAD: "天气很好。"},
        ),
        (
            "WTD",
            open_,
            {"reference": "应立即行剖宫产手术。"},
            {GOOD: "应立即行剖宫产手术。", BAD: "建议观察。"},
        ),
    ]
    for number, (scenario, kind, values, texts) in enumerate(rows):
        question = make_question(benchmark, f"M-{number}", scenario, type=kind, **values)
        for model, text in texts.items():
            make_output(question, model, text)
    return benchmark


def score_all(
    benchmark: Benchmark, *, scenario: str | None = None, language_model: str | None = None
) -> ScoringRun:
    """A run from request to end, worked on here."""
    run = request_run(benchmark=benchmark, scenario=scenario, language_model=language_model)
    while advance_run(run_id=run.pk):
        pass
    run.refresh_from_db()
    return run
