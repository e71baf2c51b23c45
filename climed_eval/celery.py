"""The Celery application. The broker carries ids only; the database row is the truth about work."""

import os
from pathlib import Path
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "climed_eval.settings")
app = Celery("climed_eval")
app.config_from_object("django.conf:settings", namespace="CELERY")
# The wings of `annotation` keep their tasks apart, so they are named; the app finds `scoring.tasks` itself.
app.autodiscover_tasks(["annotation.bank", "annotation.campaigns", "scoring"])


@app.on_after_configure.connect
def make_queue_folders(sender: Celery, **kwargs: Any) -> None:
    """The filesystem broker expects its folders to be there, for whoever sends as for whoever works."""
    options = sender.conf.broker_transport_options or {}
    for name in ("data_folder_in", "data_folder_out", "control_folder"):
        if name in options:
            Path(options[name]).mkdir(parents=True, exist_ok=True)
