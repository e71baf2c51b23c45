"""People and the one role each of them has."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    RATER = "rater", _("Clinician")
    LEAD = "lead", _("Project lead")
    ADMIN = "admin", _("Administrator")


class User(AbstractUser):
    role = models.CharField(max_length=10, choices=Role, default=Role.RATER)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        ]

    @property
    def is_lead(self) -> bool:
        """Leads and administrators plan campaigns and see results."""
        return self.role in (Role.LEAD, Role.ADMIN)
