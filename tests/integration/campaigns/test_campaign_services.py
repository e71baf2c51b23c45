"""A campaign's life: planned, opened once, paused, closed, unblinded."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError

from annotation.campaigns.services.campaigns import (
    create_campaign,
    move_campaign,
    open_campaign,
    unblind_campaign,
)
from annotation.campaigns.services.raters import release_rater
from annotation.campaigns.workflow import TransitionError
from annotation.models import Assignment, AuditEvent, Campaign, Draft, LanguageModel, User
from tests.factories import make_open_benchmark, make_output, make_planned_campaign, make_rubric, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinicians() -> list[User]:
    return [make_user(f"dr-{number}") for number in range(4)]


def test_opening_plans_k_slots_for_every_output(clinicians: list[User], lead: User) -> None:
    campaign = open_campaign(campaign=make_planned_campaign(clinicians, k=3), actor=lead)
    assert campaign.state == Campaign.State.OPEN
    assert campaign.units.count() == 18
    slots = Counter(Assignment.objects.values_list("unit_id", flat=True))
    assert set(slots.values()) == {3}
    assert AuditEvent.objects.get(action="opened").actor == lead


def test_a_campaign_opens_only_once(clinicians: list[User], lead: User) -> None:
    campaign = open_campaign(campaign=make_planned_campaign(clinicians), actor=lead)
    with pytest.raises(TransitionError):
        open_campaign(campaign=campaign, actor=lead)
    assert Assignment.objects.count() == 36


def test_opening_with_too_few_clinicians_leaves_nothing_behind(clinicians: list[User], lead: User) -> None:
    campaign = make_planned_campaign(clinicians[:1], k=2)
    with pytest.raises(ValidationError, match="cannot give"):
        open_campaign(campaign=campaign, actor=lead)
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.DRAFT
    assert campaign.units.count() == 0


def test_the_sample_is_the_same_for_the_same_seed(clinicians: list[User], lead: User) -> None:
    benchmark = make_open_benchmark()
    keys = []
    for name in ("First", "Second"):
        campaign = make_planned_campaign(
            clinicians, benchmark=benchmark, name=name, questions_per_scenario=2, seed=9
        )
        opened = open_campaign(campaign=campaign, actor=lead)
        keys.append(set(opened.units.values_list("question_key", flat=True)))
    assert keys[0] == keys[1]
    assert len(keys[0]) == 2


def test_empty_outputs_are_not_put_before_clinicians(clinicians: list[User], lead: User) -> None:
    benchmark = make_open_benchmark()
    question = benchmark.questions.first()
    assert question is not None
    make_output(question, "Silent", None)
    campaign = open_campaign(campaign=make_planned_campaign(clinicians, benchmark=benchmark), actor=lead)
    assert not campaign.units.filter(language_model__name="Silent").exists()


def test_who_can_see_models_cannot_be_a_rater(lead: User) -> None:
    with pytest.raises(ValidationError, match="not a clinician"):
        create_campaign(
            actor=lead,
            raters=[lead],
            language_models=list(LanguageModel.objects.all()),
            name="Wrong",
            benchmark=make_open_benchmark(),
            rubric=make_rubric(),
            scenarios=["WTD"],
        )
    assert not Campaign.objects.exists()


def test_a_chinese_name_gets_an_address_of_its_own(lead: User) -> None:
    rubric = make_rubric()
    slugs = {
        create_campaign(
            actor=lead, raters=[], language_models=[], name=name, rubric=rubric, scenarios=["WTD"]
        ).slug
        for name in ("第一次评审", "第二次评审")
    }
    assert slugs == {"campaign", "campaign-2"}


def test_a_closed_campaign_stays_closed(clinicians: list[User], lead: User) -> None:
    campaign = open_campaign(campaign=make_planned_campaign(clinicians), actor=lead)
    campaign = move_campaign(campaign=campaign, to="paused", actor=lead)
    campaign = move_campaign(campaign=campaign, to="closed", actor=lead)
    assert campaign.closed_at is not None
    with pytest.raises(TransitionError):
        move_campaign(campaign=campaign, to="open", actor=lead)


def test_unblinding_waits_for_the_end_and_names_who_did_it(clinicians: list[User], lead: User) -> None:
    campaign = open_campaign(campaign=make_planned_campaign(clinicians), actor=lead)
    with pytest.raises(ValidationError, match="Close the campaign"):
        unblind_campaign(campaign=campaign, actor=lead)
    move_campaign(campaign=campaign, to="closed", actor=lead)
    unblinded = unblind_campaign(campaign=campaign, actor=lead)
    assert unblinded.unblinded_by == lead
    assert unblinded.unblinded_at is not None


def test_the_work_of_a_rater_who_leaves_goes_to_those_who_have_not_seen_it(
    clinicians: list[User], lead: User
) -> None:
    campaign = open_campaign(campaign=make_planned_campaign(clinicians, k=2), actor=lead)
    leaving = campaign.raters.earliest("pk")
    begun = leaving.assignments.earliest("position")
    Draft.objects.create(assignment=begun, values={"correctness": 4}, version=1)
    n_before = Assignment.objects.count()
    dealt, stuck = release_rater(rater=leaving, actor=lead)
    assert stuck == 0
    assert dealt == 9
    assert not leaving.assignments.exists()
    assert Assignment.objects.count() == n_before
    per_unit = Counter(Assignment.objects.values_list("unit_id", "rater_id"))
    assert set(per_unit.values()) == {1}
    kept = AuditEvent.objects.get(action="rater_left").details["drafts"]
    assert kept == {str(begun.public_id): {"correctness": 4}}


def test_work_that_nobody_else_can_do_stays_and_is_counted(clinicians: list[User], lead: User) -> None:
    campaign = open_campaign(campaign=make_planned_campaign(clinicians[:2], k=2), actor=lead)
    leaving = campaign.raters.earliest("pk")
    assert release_rater(rater=leaving, actor=lead) == (0, 18)
    with pytest.raises(ValidationError, match="left already"):
        release_rater(rater=leaving, actor=lead)
