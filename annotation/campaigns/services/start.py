"""What a rater does in the guided start. Nothing here is a rating, and nothing here is counted as one."""

from typing import Any

from django.utils import timezone

from annotation.campaigns.judgements import read_judgement
from annotation.campaigns.models import PracticeAnswer, Rater, WorkedCase
from annotation.campaigns.services.open_work import judgement_rules
from annotation.campaigns.services.ratings import IncompleteJudgement


def record_practice_answer(
    *, rater: Rater, worked_case: WorkedCase, values: dict[str, Any]
) -> PracticeAnswer:
    """Keep what she chose before she saw the expert's answer; the first answer stays.

    Raises
    ------
    IncompleteJudgement
        Naming the dimensions without an answer.
    JudgementError
        When a value is not on the rubric's scale.
    """
    rules = judgement_rules(rater.campaign)
    judged = read_judgement({"values": values}, rules)
    missing = rules.missing(judged.values)
    if missing:
        raise IncompleteJudgement(missing)
    answer, _created = PracticeAnswer.objects.get_or_create(
        rater=rater, worked_case=worked_case, defaults={"values": judged.values}
    )
    return answer


def begin_work(*, rater: Rater) -> None:
    """The start is over, gone through or skipped, for this rubric in all her campaigns.

    Asking twice changes nothing.
    """
    same_rubric = Rater.objects.filter(user=rater.user_id, campaign__rubric=rater.campaign.rubric_id)
    same_rubric.filter(started_at__isnull=True).update(started_at=timezone.now())
