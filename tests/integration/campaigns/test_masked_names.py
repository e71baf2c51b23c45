"""The lead's list of names to hide, and her page of everything that is hidden."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from annotation.campaigns.masked_report import masked_names, masked_report
from annotation.campaigns.services.campaigns import open_campaign
from annotation.campaigns.services.masked_names import add_masked_names, remove_masked_name
from annotation.models import AuditEvent, Campaign, Output, User
from tests.builders_rating import TEXTS, Work, make_work
from tests.factories import make_planned_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater, guided_start=False)


def page_of(client: Client, work: Work, place: int = 0) -> str:
    return client.get(reverse("campaigns:rate", args=[work.assignments[place].public_id])).content.decode()


def test_a_name_added_while_clinicians_work_is_gone_from_the_next_page(
    rater_client: Client, lead_client: Client, lead: User, work: Work
) -> None:
    assert "控制性低流量吸氧" in page_of(rater_client, work)
    address = reverse("campaigns:masked_name_add", args=[work.campaign.slug])
    lead_client.post(address, {"names": "控制性低流量吸氧\n\n 继续观察 "})
    assert "控制性低流量吸氧" not in page_of(rater_client, work)
    assert "继续观察" not in page_of(rater_client, work, 2)
    work.campaign.refresh_from_db()
    assert work.campaign.masked_names == ["控制性低流量吸氧", "继续观察"]
    events = AuditEvent.objects.filter(action="name_hidden", actor=lead)
    assert sorted(event.details["name"] for event in events) == work.campaign.masked_names
    assert work.output().text == TEXTS[0]


def test_a_name_taken_away_is_read_again(rater_client: Client, lead_client: Client, work: Work) -> None:
    add_masked_names(campaign=work.campaign, names=["低流量"], actor=None)
    lead_client.post(reverse("campaigns:masked_name_remove", args=[work.campaign.slug]), {"name": "低流量"})
    assert "低流量" in page_of(rater_client, work)
    assert AuditEvent.objects.filter(action="name_shown", details__name="低流量").count() == 1


def test_hiding_twice_is_hiding_once(work: Work) -> None:
    for _time in range(2):
        add_masked_names(campaign=work.campaign, names=["某名", "某名"], actor=None)
    remove_masked_name(campaign=work.campaign, name="没有", actor=None)
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("name", ["A", "名" * 81, "……"])
def test_what_is_no_name_is_refused_and_nothing_is_kept(lead_client: Client, work: Work, name: str) -> None:
    with pytest.raises(ValidationError):
        add_masked_names(campaign=work.campaign, names=["好名", name], actor=None)
    answer = lead_client.post(
        reverse("campaigns:masked_name_add", args=[work.campaign.slug]), {"names": name}, follow=True
    )
    assert "message--error" in answer.content.decode()
    work.campaign.refresh_from_db()
    assert work.campaign.masked_names == []


def test_the_lead_sees_every_stretch_with_its_context_and_rule(lead_client: Client, work: Work) -> None:
    add_masked_names(campaign=work.campaign, names=["继续观察"], actor=None)
    body = lead_client.get(reverse("campaigns:masked", args=[work.campaign.slug])).content.decode()
    for written in ("ChatGPT", "文心一言", "百度", "继续观察"):
        assert f"<mark>{written}</mark>" in body
    assert "作为<mark>ChatGPT</mark>，我认为" in body
    assert "your list" in body
    assert "said of itself" in body


def test_one_name_can_be_looked_at_alone(lead_client: Client, work: Work) -> None:
    address = reverse("campaigns:masked", args=[work.campaign.slug])
    body = lead_client.get(address, {"written": "百度", "rule": "introduced"}).content.decode()
    assert body.count("<mark>") == 1
    assert "<mark>百度</mark>" in body


def test_names_are_counted_over_outputs(rater: User) -> None:
    work = make_work(rater, cases=3)
    report = masked_report(work.campaign)
    assert report.is_complete
    assert report.total == 12
    counts = {name.written: (name.times, name.outputs) for name in masked_names(report)}
    assert counts == {"ChatGPT": (3, 3), "文心一言": (3, 3), "百度": (3, 3)}


def test_a_long_report_is_read_bit_by_bit(rater: User, lead_client: Client) -> None:
    work = make_work(rater, cases=14)
    first = masked_report(work.campaign, seconds=0)
    assert (first.read, first.is_complete) == (50, False)
    body = lead_client.get(
        reverse("campaigns:masked", args=[work.campaign.slug]), headers={"HX-Request": "true"}
    ).content.decode()
    assert "hx-get" not in body
    assert "<html" not in body
    assert masked_report(work.campaign, seconds=0).is_complete


def test_a_changed_list_is_read_anew(work: Work) -> None:
    before = masked_report(work.campaign)
    campaign = add_masked_names(campaign=work.campaign, names=["低流量"], actor=None)
    after = masked_report(campaign)
    assert len(after.places) == len(before.places) + 1


def test_before_opening_the_lead_sees_what_would_be_hidden(lead_client: Client, lead: User) -> None:
    campaign = make_planned_campaign(list(User.objects.filter(role="rater")))
    output = Output.objects.filter(question__benchmark=campaign.benchmark).first()
    assert output is not None
    Output.objects.filter(pk=output.pk).update(text="我是通义千问", content_hash="changed")
    assert campaign.state == Campaign.State.DRAFT
    body = lead_client.get(reverse("campaigns:masked", args=[campaign.slug])).content.decode()
    assert "<mark>通义千问</mark>" in body
    assert "may draw from" in body


def test_what_is_shown_before_opening_is_hidden_after(lead: User, outsider: User, rater: User) -> None:
    campaign = make_planned_campaign([rater, outsider])
    before = masked_report(campaign)
    after = masked_report(open_campaign(campaign=campaign, actor=lead))
    assert {place.output for place in after.places} <= {place.output for place in before.places}


def test_the_lead_is_warned_of_names_outside_the_outputs(lead_client: Client, work: Work) -> None:
    address = reverse("campaigns:masked", args=[work.campaign.slug])
    assert "Read all the same" not in lead_client.get(address).content.decode()
    Campaign.objects.update(name="ChatGPT against all")
    rubric = work.campaign.rubric
    rubric.guidelines_zh = "请比较文心一言的回答。GPT升高提示肝损伤。"
    rubric.save()
    body = lead_client.get(address).content.decode()
    assert "ChatGPT, 文心一言. The name of the campaign" in body


def test_the_event_tells_which_name(lead_client: Client, work: Work) -> None:
    add_masked_names(campaign=work.campaign, names=["某某医"], actor=None)
    body = lead_client.get(reverse("campaigns:campaign_detail", args=[work.campaign.slug])).content.decode()
    assert "hid a name “某某医”" in body
