"""Planning, opening, pausing and closing a campaign. Every step is an audit event with a name and a time."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from annotation.accounts.models import Role, User
from annotation.bank.models import LanguageModel, Output
from annotation.bank.scenarios import board_code
from annotation.bank.selectors import current_outputs, current_questions, has_ds_choice
from annotation.campaigns.allocation import Case, PlannedAssignment, plan_assignments
from annotation.campaigns.models import Assignment, AuditEvent, Campaign, Rater, Unit
from annotation.campaigns.pseudonyms import draw_pseudonyms
from annotation.campaigns.sampling import sample_questions
from annotation.campaigns.workflow import CAMPAIGN_TRANSITIONS, check_transition


def record_event(*, campaign: Campaign, actor: User | None, action: str, **details: Any) -> AuditEvent:
    return AuditEvent.objects.create(campaign=campaign, actor=actor, action=action, details=details)


@transaction.atomic
def create_campaign(
    *,
    actor: User | None,
    raters: Sequence[User],
    language_models: Sequence[LanguageModel],
    **fields: Any,
) -> Campaign:
    """A campaign in draft, with its raters. Nothing is planned until it opens."""
    campaign = Campaign(created_by=actor, slug=free_slug(fields["name"]), **fields)
    campaign.full_clean()
    campaign.save()
    campaign.language_models.set(language_models)
    add_raters(campaign=campaign, users=raters)
    record_event(campaign=campaign, actor=actor, action="created")
    return campaign


def free_slug(name: str) -> str:
    """A slug of its own for any name, Chinese ones included."""
    base = slugify(name, allow_unicode=False) or "campaign"
    taken = set(Campaign.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)


def add_raters(*, campaign: Campaign, users: Sequence[User]) -> None:
    for user in users:
        if user.role != Role.RATER:
            raise ValidationError(_("%(name)s is not a clinician and cannot rate.") % {"name": user.username})
    names = draw_pseudonyms(len(users), taken=campaign.raters.values_list("pseudonym", flat=True))
    # Who has learned this rubric in another campaign is not led through it again.
    learned = Rater.objects.filter(campaign__rubric=campaign.rubric, user__in=users, started_at__isnull=False)
    started = dict(learned.values_list("user").annotate(Min("started_at")))
    Rater.objects.bulk_create(
        Rater(
            campaign=campaign,
            user=user,
            label=user.username,
            pseudonym=name,
            started_at=started.get(user.pk),
        )
        for user, name in zip(users, names, strict=True)
    )


@transaction.atomic
def move_campaign(*, campaign: Campaign, to: str, actor: User | None) -> Campaign:
    """Pause, reopen or close. Opening a draft is :func:`open_campaign`."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    check_transition(CAMPAIGN_TRANSITIONS, campaign.state, to)
    campaign.state = to
    if to == Campaign.State.CLOSED:
        campaign.closed_at = timezone.now()
    campaign.save(update_fields=["state", "closed_at"])
    record_event(campaign=campaign, actor=actor, action=to)
    return campaign


@transaction.atomic
def open_campaign(*, campaign: Campaign, actor: User | None) -> Campaign:
    """Freeze the sample and plan every assignment, in one transaction.

    Raises
    ------
    TransitionError
        When the campaign is not a draft.
    ValidationError
        When there is nothing to rate, or fewer raters than ratings per item.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    check_transition(CAMPAIGN_TRANSITIONS, campaign.state, Campaign.State.OPEN)
    raters = list(campaign.raters.filter(state=Rater.State.ACTIVE).order_by("pk"))
    units = _create_units(campaign)
    try:
        plan = plan_assignments(
            _cases_of(units),
            [rater.pk for rater in raters],
            campaign.raters_per_unit,
            seed=campaign.seed,
            calibration_share=campaign.calibration_share,
            repeat_share=campaign.repeat_share,
        )
    except ValueError as error:
        raise ValidationError(str(error)) from error
    Assignment.objects.bulk_create(map(_assignment, plan), batch_size=2000)
    campaign.state, campaign.opened_at = Campaign.State.OPEN, timezone.now()
    campaign.save(update_fields=["state", "opened_at"])
    record_event(
        campaign=campaign,
        actor=actor,
        action="opened",
        units=len(units),
        assignments=len(plan),
        seed=campaign.seed,
    )
    return campaign


def _assignment(planned: PlannedAssignment) -> Assignment:
    return Assignment(
        unit_id=planned.unit,
        rater_id=planned.rater,
        purpose=planned.purpose,
        slot=planned.slot,
        position=planned.position,
    )


def eligible_outputs(campaign: Campaign) -> dict[str, list[Output]]:
    """Current outputs a campaign may take, by leaderboard code."""
    if campaign.benchmark is None:
        raise ValidationError(_("Choose a benchmark first."))
    ds_choice = has_ds_choice(campaign.benchmark)
    outputs = (
        current_outputs(campaign.benchmark, condition=campaign.condition)
        .filter(language_model__in=campaign.language_models.all())
        .exclude(text__isnull=True)
        .exclude(text="")
        .select_related("question")
        .order_by("question_id", "language_model_id")
    )
    by_code: dict[str, list[Output]] = defaultdict(list)
    for output in outputs:
        code = board_code(output.question.scenario, output.question.type, has_ds_choice=ds_choice)
        if code in campaign.scenarios:
            by_code[code].append(output)
    return by_code


def _create_units(campaign: Campaign) -> list[Unit]:
    by_code = eligible_outputs(campaign)
    strata = {
        code: sorted({(output.question_id, output.question.specialty) for output in outputs})
        for code, outputs in by_code.items()
    }
    sampled = set(sample_questions(strata, campaign.questions_per_scenario, campaign.seed))
    units = [
        Unit(
            campaign=campaign,
            question=output.question,
            output=output,
            question_key=output.question.external_id,
            scenario=code,
            language_model_id=output.language_model_id,
            condition=output.condition,
        )
        for code, outputs in by_code.items()
        for output in outputs
        if output.question_id in sampled
    ]
    return Unit.objects.bulk_create(units, batch_size=2000)


def _cases_of(units: Sequence[Unit]) -> list[Case]:
    grouped: dict[tuple[int, str], list[int]] = defaultdict(list)
    for unit in units:
        assert unit.question_id is not None
        grouped[unit.question_id, unit.scenario].append(unit.pk)
    return [Case(question, scenario, tuple(pks)) for (question, scenario), pks in grouped.items()]


@transaction.atomic
def unblind_campaign(*, campaign: Campaign, actor: User) -> Campaign:
    """Show which model wrote what, once the campaign is closed. It cannot be taken back."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.state != Campaign.State.CLOSED:
        raise ValidationError(_("Close the campaign before unblinding it: raters may still be at work."))
    if campaign.unblinded_at is None:
        campaign.unblinded_at, campaign.unblinded_by = timezone.now(), actor
        campaign.save(update_fields=["unblinded_at", "unblinded_by"])
        record_event(campaign=campaign, actor=actor, action="unblinded")
    return campaign


def open_scenarios(campaign_benchmark: Any) -> dict[str, int]:
    """Leaderboard codes of a benchmark's open-ended questions, with how many there are of each."""
    ds_choice = has_ds_choice(campaign_benchmark)
    counts: dict[str, int] = defaultdict(int)
    for scenario in (
        current_questions(campaign_benchmark).filter(type="open").values_list("scenario", flat=True)
    ):
        counts[board_code(scenario, "open", has_ds_choice=ds_choice)] += 1
    return dict(sorted(counts.items()))
