"""Which sections a role sees, and which of them is marked as the current one."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve, reverse

from annotation.accounts.models import Role, User

pytestmark = pytest.mark.urls("tests.unit.interface.section_urls")

LEAD_SECTIONS = ["Benchmarks", "Imports", "Scoring", "Campaigns", "Leaderboards"]


def navigation(user: User | AnonymousUser, name: str) -> str:
    request = RequestFactory().get(reverse(name))
    request.user = user
    request.resolver_match = resolve(request.path)
    return render_to_string("components/site_nav.html", {"request": request})


def sections(html: str) -> list[str]:
    return re.findall(r"<a [^>]*>([^<]+)</a>", html)


def current(html: str) -> list[str]:
    return re.findall(r'<a [^>]*aria-current="page">([^<]+)</a>', html)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.RATER, ["My work"]),
        (Role.LEAD, LEAD_SECTIONS),
        (Role.ADMIN, [*LEAD_SECTIONS, "Administration"]),
    ],
)
def test_a_role_sees_the_sections_it_works_in(role: Role, expected: list[str]) -> None:
    assert sections(navigation(User(role=role), "campaigns:campaign_list")) == expected


def test_nobody_sees_a_section_before_logging_in() -> None:
    assert sections(navigation(AnonymousUser(), "campaigns:campaign_list")) == []


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("bank:benchmark_list", "Benchmarks"),
        ("bank:import_detail", "Imports"),
        ("campaigns:campaign_detail", "Campaigns"),
        ("scoring:run_list", "Scoring"),
        ("scoring:board_detail", "Leaderboards"),
        ("scoring:agreement", "Campaigns"),
    ],
)
def test_exactly_one_section_is_the_current_one(name: str, section: str) -> None:
    assert current(navigation(User(role=Role.LEAD), name)) == [section]


def test_a_clinician_s_pages_all_belong_to_her_work() -> None:
    assert current(navigation(User(role=Role.RATER), "campaigns:rate")) == ["My work"]
