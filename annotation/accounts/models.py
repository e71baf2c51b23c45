"""People, the one role each of them has, and the links by which clinicians come in."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils import timezone
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


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self) -> "InvitationQuerySet":
        """Links that still open: neither used nor run out, of clinicians who may still work here."""
        return self.filter(
            used_at__isnull=True,
            expires_at__gt=timezone.now(),
            user__role=Role.RATER,
            user__is_active=True,
        )


class Invitation(models.Model):
    """A link by which a clinician chooses her password, once. The link itself is nowhere: only its hash."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations_made")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gte=models.F("created_at")),
                name="invitation_expires_after_it_is_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} until {self.expires_at:%Y-%m-%d}"
