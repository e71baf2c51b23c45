"""Who may see a case's image: leads, and the clinicians who have that case to rate."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from annotation.accounts.models import User
from annotation.accounts.permissions import can_see_results
from annotation.bank.models import QuestionImage


def check_can_see_image(user: User | AnonymousUser, image: QuestionImage) -> None:
    if can_see_results(user):
        return
    if not image.question.units.filter(assignments__rater__user=user.pk).exists():
        raise PermissionDenied
