"""A leaderboard page as its address says it, and the addresses of its variants."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from annotation.selectors import Benchmark, Campaign
from scoring.selectors.boards import (
    DEFAULT_CONDITION,
    BoardRequest,
    conditions_of,
    rated_campaigns,
    specialties_of,
)

OVERALL = "overall"
VIEWS = ("scenarios", "capabilities", "roles")


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """A leaderboard page as its address says it; ``url`` gives the address of a variant."""

    benchmark: Benchmark
    campaign: Campaign | None
    condition: str
    specialty: str
    human_weight: float
    picture: str
    view: str

    @classmethod
    def read(cls, benchmark: Benchmark, given: QueryDict) -> Self:
        """The query of a request; what it names must exist.

        Raises
        ------
        BadRequest
            The weight is no number from 0 to 1, or the view is none of the views.
        Http404
            The benchmark has no such condition, specialty or rated campaign.
        """
        conditions = conditions_of(benchmark) or [DEFAULT_CONDITION]
        condition = given.get("condition") or conditions[0]
        specialty = given.get("specialty", "")
        if condition not in conditions or (specialty and specialty not in specialties_of(benchmark)):
            raise Http404
        view = given.get("view", VIEWS[0])
        if view not in VIEWS:
            raise BadRequest(f"view must be one of {', '.join(VIEWS)}")
        return cls(
            benchmark=benchmark,
            campaign=_campaign(rated_campaigns(benchmark, condition), given.get("campaign")),
            condition=condition,
            specialty=specialty,
            human_weight=_weight(given.get("w", "0.5")),
            picture=given.get("picture", OVERALL),
            view=view,
        )

    @property
    def request(self) -> BoardRequest:
        return BoardRequest(
            benchmark_id=self.benchmark.pk,
            campaign_id=self.campaign.pk if self.campaign else None,
            condition=self.condition,
            specialty=self.specialty,
            human_weight=self.human_weight,
        )

    def url(self, **changes: Any) -> str:
        """The address with some values changed; a value of None is left to the page's own choice."""
        values: dict[str, Any] = {
            "w": f"{self.human_weight:g}",
            "campaign": self.campaign.slug if self.campaign else "",
            "condition": self.condition,
            "specialty": self.specialty,
            "picture": self.picture,
            "view": self.view,
        }
        chosen = {name: value for name, value in (values | changes).items() if value is not None}
        return f"?{urlencode(chosen)}"


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = -1.0
    if not 0 <= weight <= 1:
        raise BadRequest("w must be a number from 0 to 1")
    return weight


def _campaign(rated: list[Campaign], slug: str | None) -> Campaign | None:
    """The campaign asked for, the newest when none is named, none when the name is empty."""
    if slug is None:
        return rated[0] if rated else None
    chosen = next((campaign for campaign in rated if campaign.slug == slug), None)
    if slug and chosen is None:
        raise Http404
    return chosen


def filters_context(query: BoardQuery) -> dict[str, Any]:
    """The choices a page offers, each as the address that makes it."""
    benchmark, campaigns = query.benchmark, rated_campaigns(query.benchmark, query.condition)
    chips = [
        {
            "label": campaign.name,
            "url": query.url(campaign=campaign.slug),
            "current": campaign == query.campaign,
        }
        for campaign in campaigns
    ]
    alone = {
        "label": _("none, automatic scores alone"),
        "url": query.url(campaign=""),
        "current": not query.campaign,
    }
    conditions = conditions_of(benchmark)
    return {
        "query": query,
        "campaign_chips": [*chips, alone] if campaigns else [],
        "condition_chips": [
            {
                "label": name,
                "url": query.url(condition=name, campaign=None),
                "current": name == query.condition,
            }
            for name in (conditions if len(conditions) > 1 else ())
        ],
        "specialties": specialties_of(benchmark),
        "view_chips": view_chips(query.view, lambda view: query.url(view=view)),
    }


def view_chips(current: str, url: Callable[[str], str]) -> list[dict[str, Any]]:
    labels = {"scenarios": _("scenarios"), "capabilities": _("capabilities"), "roles": _("roles")}
    return [{"label": labels[view], "url": url(view), "current": view == current} for view in VIEWS]


def picture_chips(query: BoardQuery, rated: list[str]) -> list[dict[str, Any]]:
    """What the dot plot may show; nothing to choose without rated scenarios."""
    labels = {OVERALL: _("overall")}
    return [
        {
            "label": labels.get(picture, picture),
            "url": query.url(picture=picture),
            "current": picture == query.picture,
        }
        for picture in ([OVERALL, *rated] if rated else ())
    ]
