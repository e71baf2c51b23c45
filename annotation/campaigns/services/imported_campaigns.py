"""Campaigns whose ratings were collected elsewhere: closed from the start, with raters without accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from annotation.bank.models import Benchmark, Import, LanguageModel
from annotation.bank.services import runs
from annotation.bank.services.models import discard_models
from annotation.campaigns.models import Assignment, Campaign, Dimension, Level, Rater, Rubric, Unit
from annotation.campaigns.pseudonyms import draw_pseudonyms
from annotation.campaigns.services.campaigns import free_slug

DEFAULT_SCALE = (1.0, 5.0)


@dataclass(frozen=True, slots=True)
class Scale:
    low: float
    high: float
    level: str = Level.ORDINAL

    def has(self, value: float) -> bool:
        """Ranks and classes between whole ends are whole; an interval may be divided."""
        is_whole = self.low.is_integer() and self.high.is_integer()
        is_divided = self.level in (Level.INTERVAL, Level.RATIO) or not is_whole
        return is_divided or value.is_integer()


def settle_scale(
    *,
    campaign_name: str,
    scale: Sequence[float] | None,
    level: str | None,
    benchmark: Benchmark | None,
) -> Scale:
    """The scale to read values on; refused where it contradicts what the campaign has."""
    campaign = Campaign.objects.filter(name=campaign_name).select_related("benchmark").first()
    if campaign:
        check_campaign(campaign, benchmark)
    rubric = existing_rubric(campaign_name)
    if rubric is None:
        low, high = scale or DEFAULT_SCALE
        if not low < high:
            raise runs.refused("scale_empty", low=f"{low:g}", high=f"{high:g}")
        return Scale(float(low), float(high), level or Level.ORDINAL)
    known = Scale(rubric.scale_min, rubric.scale_max, rubric.level)
    if scale and tuple(scale) != (known.low, known.high):
        raise runs.refused("other_scale", rubric=str(rubric), low=f"{known.low:g}", high=f"{known.high:g}")
    if level and level != known.level:
        raise runs.refused("other_level", rubric=str(rubric), level=str(known.level))
    return known


def check_campaign(campaign: Campaign, benchmark: Benchmark | None) -> None:
    """Imported ratings never mix with a plan that was made here."""
    if campaign.source != Campaign.Source.IMPORTED:
        raise runs.refused("campaign_collects_here", campaign=campaign.name)
    if benchmark and campaign.benchmark and campaign.benchmark != benchmark:
        raise runs.refused("other_benchmark", campaign=campaign.name, benchmark=campaign.benchmark.name)


def existing_rubric(campaign_name: str) -> Rubric | None:
    """The campaign's rubric, or for a new campaign the latest of its name."""
    campaign = Campaign.objects.filter(name=campaign_name).select_related("rubric").first()
    return campaign.rubric if campaign else Rubric.objects.filter(name=campaign_name).first()


@transaction.atomic
def open_imported_campaign(*, import_row: Import, scale: Scale, dimensions: Sequence[str]) -> Campaign:
    """The campaign the ratings go to; what is made for it is noted on the import, so it can be undone."""
    name = import_row.target
    campaign = Campaign.objects.filter(name=name).first()
    if campaign:
        return campaign
    rubric = existing_rubric(name)
    if rubric is None:
        rubric = make_rubric(name, scale, dimensions)
        import_row.options["new_rubric"] = rubric.pk
    campaign = Campaign.objects.create(
        name=name,
        slug=free_slug(name),
        source=Campaign.Source.IMPORTED,
        benchmark=import_row.benchmark,
        rubric=rubric,
        created_by=import_row.created_by,
    )
    import_row.options["new_campaign"] = campaign.pk
    import_row.save(update_fields=["options"])
    return campaign


def make_rubric(name: str, scale: Scale, dimensions: Sequence[str]) -> Rubric:
    rubric = Rubric.objects.create(name=name, scale_min=scale.low, scale_max=scale.high, level=scale.level)
    Dimension.objects.bulk_create(
        Dimension(rubric=rubric, code=code, position=position, allow_na=True)
        for position, code in enumerate(dimensions)
    )
    return rubric


def add_imported_raters(*, campaign: Campaign, labels: Iterable[str]) -> dict[str, int]:
    """Id of every rater by label; those who are new get a pseudonym."""
    known = dict(campaign.raters.values_list("label", "pk"))
    new = sorted(set(labels) - known.keys())
    names = draw_pseudonyms(len(new), taken=campaign.raters.values_list("pseudonym", flat=True))
    made = Rater.objects.bulk_create(
        Rater(campaign=campaign, label=label, pseudonym=name) for label, name in zip(new, names, strict=True)
    )
    return known | {rater.label: rater.pk for rater in made}


def close_imported_campaign(*, campaign: Campaign) -> None:
    """What the campaign says about itself follows from the units it has now."""
    units = campaign.units
    assignments = Assignment.objects.filter(unit__campaign=campaign)
    conditions = list(units.values_list("condition", flat=True).distinct()[:2])
    campaign.state = Campaign.State.CLOSED
    campaign.opened_at = campaign.opened_at or timezone.now()
    campaign.closed_at = campaign.closed_at or timezone.now()
    campaign.raters_per_unit = assignments.aggregate(most=Max("slot"))["most"] or 1
    campaign.scenarios = sorted(units.exclude(scenario="").values_list("scenario", flat=True).distinct())
    campaign.condition = conditions[0] if len(conditions) == 1 else campaign.condition
    campaign.save()
    campaign.language_models.set(LanguageModel.objects.filter(units__campaign=campaign).distinct())


def remove_unused(*, import_row: Import) -> None:
    """After the ratings of an unpublished import are gone: what was made for them alone."""
    campaign = Campaign.objects.filter(name=import_row.target, source=Campaign.Source.IMPORTED).first()
    if campaign:
        _remove_unused_of(campaign, import_row)
    discard_models(import_row=import_row)


def _remove_unused_of(campaign: Campaign, import_row: Import) -> None:
    runs.delete_in_chunks(Assignment.objects.filter(unit__campaign=campaign, ratings__isnull=True))
    runs.delete_in_chunks(Unit.objects.filter(campaign=campaign, assignments__isnull=True))
    campaign.raters.filter(assignments__isnull=True).delete()
    if import_row.options.get("new_campaign") == campaign.pk:
        campaign.delete()
        Rubric.objects.filter(pk=import_row.options.get("new_rubric"), campaigns__isnull=True).delete()
