from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = _("Scoring")

    def ready(self) -> None:
        """Imports know nothing of scores: scoring watches for their end."""
        post_save.connect(read_ahead_of_pages, sender="annotation.Import")


def read_ahead_of_pages(instance: Any, **kwargs: Any) -> None:
    if instance.state == "published":
        transaction.on_commit(tell_workers)


def tell_workers() -> None:
    # Needs the models, which are not there yet when the app is.
    from scoring.tasks import call_warmer

    call_warmer()
