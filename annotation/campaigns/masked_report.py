"""What is hidden from the clinicians of a campaign: every stretch, why, how often, and in which outputs.

Reading thousands of outputs takes longer than a page may, so they are read a second's worth at a time; what
has been read is kept for as long as names and outputs stay the same. Only places are kept, never texts.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from django.core.cache import cache
from django.core.exceptions import ValidationError

from annotation.bank.models import LanguageModel, Output
from annotation.campaigns.blinding import Rule, mask
from annotation.campaigns.models import Campaign
from annotation.campaigns.rater_selectors import names_of_models
from annotation.campaigns.services.campaigns import eligible_outputs

VERSION = 2
SECONDS = 1.0
_AT_ONCE = 50
_KEPT_SECONDS = 7 * 24 * 3600
CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Place:
    """Where an output is masked, and what is written there."""

    output: int
    start: int
    end: int
    rule: Rule
    written: str


@dataclass(slots=True)
class MaskedReport:
    """``read`` of ``total`` outputs are in it."""

    total: int
    read: int = 0
    places: list[Place] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return self.read >= self.total

    @property
    def n_outputs(self) -> int:
        return len({place.output for place in self.places})


@dataclass(frozen=True, slots=True)
class MaskedName:
    """What is written in so many places, hidden by one rule."""

    written: str
    rule: Rule
    times: int
    outputs: int


@dataclass(frozen=True, slots=True)
class InContext:
    """One masked stretch with the words beside it."""

    output: Output
    rule: Rule
    before: str
    written: str
    after: str


def masked_report(campaign: Campaign, *, seconds: float = SECONDS) -> MaskedReport:
    """The report as far as it can be read in about ``seconds``; the next call goes on from there."""
    names, outputs = _names(campaign), _outputs(campaign)
    key = f"masked-{VERSION}-{_fingerprint(names, campaign.masked_names, outputs)}"
    report: MaskedReport = cache.get(key) or MaskedReport(total=len(outputs))
    if report.is_complete:
        return report
    until = time.monotonic() + seconds
    while not report.is_complete and (time.monotonic() < until or not report.read):
        pks = [pk for pk, _digest in outputs[report.read : report.read + _AT_ONCE]]
        for pk, text in Output.objects.filter(pk__in=pks).values_list("pk", "text"):
            report.places += _places(pk, text or "", names, campaign.masked_names)
        report.read += len(pks)
    cache.set(key, report, _KEPT_SECONDS)
    return report


def masked_names(report: MaskedReport) -> list[MaskedName]:
    """The report by what is written, the most certain rule and the most frequent first."""
    times = Counter((place.rule, place.written) for place in report.places)
    outputs: dict[tuple[Rule, str], set[int]] = defaultdict(set)
    for place in report.places:
        outputs[place.rule, place.written].add(place.output)
    found = [
        MaskedName(written, rule, n, len(outputs[rule, written])) for (rule, written), n in times.items()
    ]
    order = list(Rule)
    return sorted(found, key=lambda name: (order.index(name.rule), -name.times, name.written))


def in_context(places: list[Place]) -> list[InContext]:
    """``places``, few enough for a page, with the words beside them."""
    outputs = Output.objects.select_related("question", "language_model").in_bulk(
        {place.output for place in places}
    )
    return [_in_context(place, outputs[place.output]) for place in places]


def read_unmasked(campaign: Campaign) -> list[str]:
    """Names that clinicians read all the same, because they stand outside the outputs."""
    rubric, names = campaign.rubric, _names(campaign)
    texts = (campaign.name, rubric.guidelines_zh, rubric.guidelines_en)
    found = (
        text[stretch.start : stretch.end]
        for text in texts
        for stretch in mask(text, names, campaign.masked_names).stretches
        if stretch.rule not in (Rule.INTRODUCED, Rule.TEMPLATE)
    )
    return sorted({*found})


def _in_context(place: Place, output: Output) -> InContext:
    text = output.text or ""
    return InContext(
        output=output,
        rule=place.rule,
        before=text[max(0, place.start - CONTEXT) : place.start],
        written=text[place.start : place.end],
        after=text[place.end : place.end + CONTEXT],
    )


def _places(pk: int, text: str, names: tuple[str, ...], listed: list[str]) -> Iterator[Place]:
    for stretch in mask(text, names, listed).stretches:
        yield Place(pk, stretch.start, stretch.end, stretch.rule, text[stretch.start : stretch.end])


def _names(campaign: Campaign) -> tuple[str, ...]:
    rated = LanguageModel.objects.filter(units__campaign=campaign).distinct()
    return names_of_models([*campaign.language_models.all(), *rated])


def _outputs(campaign: Campaign) -> list[tuple[int, str]]:
    """The outputs under judgement; before the campaign opens, those that it may draw from."""
    if campaign.state == Campaign.State.DRAFT:
        return _may_be_drawn(campaign)
    units = Output.objects.filter(units__campaign=campaign).order_by("pk").distinct()
    return [*units.values_list("pk", "content_hash")]


def _may_be_drawn(campaign: Campaign) -> list[tuple[int, str]]:
    try:
        by_code = eligible_outputs(campaign)
    except ValidationError:
        return []
    return sorted({(output.pk, output.content_hash) for outputs in by_code.values() for output in outputs})


def _fingerprint(names: tuple[str, ...], listed: list[str], outputs: list[tuple[int, str]]) -> str:
    return sha256(repr((names, sorted(listed), outputs)).encode()).hexdigest()
