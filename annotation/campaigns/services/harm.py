"""Severe harm, on its way to the leads: reported with the rating, read by somebody with a name."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from annotation.accounts.models import Role, User
from annotation.campaigns.models import HarmLevel, HarmReport, Rating
from annotation.campaigns.services.campaigns import record_event


def report_severe_harm(rating: Rating) -> None:
    """Leave a report in the same transaction that writes the rating."""
    if rating.harm == HarmLevel.SEVERE:
        HarmReport.objects.create(rating=rating)


@transaction.atomic
def mark_as_read(*, report: HarmReport, actor: User) -> HarmReport:
    """Somebody has read it. The first to say so stays."""
    held = HarmReport.objects.select_for_update().get(pk=report.pk)
    if held.seen_at is None:
        held.seen_at, held.seen_by = timezone.now(), actor
        held.save(update_fields=["seen_at", "seen_by"])
        campaign = report.rating.assignment.unit.campaign
        record_event(campaign=campaign, actor=actor, action="harm_read", rating=report.rating_id)
    return held


@transaction.atomic
def mail_report(*, report_id: int) -> int:
    """Tell every lead who has an address, once; how many were told. No word of the case leaves the site."""
    report = HarmReport.objects.select_for_update(of=("self",)).get(pk=report_id)
    if report.mailed_at is not None:
        return 0
    report.mailed_at = timezone.now()
    report.save(update_fields=["mailed_at"])
    addresses = list(
        User.objects.filter(role__in=(Role.LEAD, Role.ADMIN), is_active=True)
        .exclude(email="")
        .values_list("email", flat=True)
    )
    if not addresses:
        return 0
    unit = report.rating.assignment.unit
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Severe harm reported in %(campaign)s") % {"campaign": unit.campaign.name}
        text = _(
            "A clinician reports severe harm in an output for question %(question)s (%(time)s UTC). "
            "Log in and open “Reported harm” to read what she wrote."
        ) % {"question": unit.question_key, "time": f"{report.created_at:%Y-%m-%d %H:%M}"}
    EmailMessage(subject, text, bcc=addresses).send()
    return len(addresses)
