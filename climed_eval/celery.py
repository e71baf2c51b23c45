"""The Celery application. The broker carries ids only; the database row is the truth about work."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "climed_eval.settings")
app = Celery("climed_eval")
app.config_from_object("django.conf:settings", namespace="CELERY")
# The wings of `annotation` keep their tasks apart, so they are named; the app finds `scoring.tasks` itself.
app.autodiscover_tasks(["annotation.bank", "scoring"])
