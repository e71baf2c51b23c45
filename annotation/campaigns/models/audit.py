"""Acts of a campaign."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from annotation.campaigns.models.plans import Campaign

ACTS = {
    "created": _("planned"),
    "opened": _("opened, sample and plan frozen"),
    "paused": _("paused"),
    "open": _("opened again"),
    "closed": _("closed"),
    "unblinded": _("unblinded"),
    "name_hidden": _("hid a name"),
    "name_shown": _("no longer hid a name"),
    "rater_left": _("a clinician left, her work was dealt again"),
    "harm_read": _("a report of severe harm was read"),
    "ratings_imported": _("ratings imported"),
}


class AuditEvent(models.Model):
    """An act with a name and a time: opening, closing, unblinding, dealing work again, exporting."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="audit_events")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    action = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.action

    @property
    def act(self) -> str:
        """The act in the reader's language; the database keeps the code."""
        return str(ACTS.get(self.action, self.action))
