"""People and the one role each of them has."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

# Django's manager takes its type parameter from the stubs alone.
if TYPE_CHECKING:
    PeopleBase = UserManager["User"]
else:
    PeopleBase = UserManager


class Role(models.TextChoices):
    RATER = "rater", _("Clinician")
    LEAD = "lead", _("Project lead")
    ADMIN = "admin", _("Administrator")


class People(PeopleBase):
    """Whoever is made on the command line with all rights is an administrator, not a clinician."""

    use_in_migrations = False

    def create_superuser(self, *args: Any, **fields: Any) -> "User":
        return super().create_superuser(*args, **{"role": Role.ADMIN} | fields)


class User(AbstractUser):
    role = models.CharField(max_length=10, choices=Role, default=Role.RATER)

    objects: ClassVar[People] = People()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        ]

    @property
    def is_lead(self) -> bool:
        """Leads and administrators plan campaigns and see results."""
        return self.role in (Role.LEAD, Role.ADMIN)
