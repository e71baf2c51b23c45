"""What a worker does for campaigns: letters that must not keep a clinician waiting."""

from celery import shared_task

from annotation.campaigns.models import HarmLevel, HarmReport, Rating
from annotation.campaigns.services.harm import mail_report
from annotation.sweeping import send


@shared_task(autoretry_for=(OSError,), retry_backoff=30, max_retries=8)
def mail_harm_report(report_id: int) -> None:
    mail_report(report_id=report_id)


def tell_leads_of_harm(rating: Rating) -> None:
    """Send a worker with the letter, if there is one to write. The leads' pages show the report anyway."""
    if rating.harm == HarmLevel.SEVERE:
        for report in HarmReport.objects.filter(rating=rating, mailed_at=None):
            send(mail_harm_report, report.pk)
