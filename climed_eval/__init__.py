"""The roof: settings, URLs, the Celery application, the home page and the first-run commands."""

from climed_eval.celery import app as celery_app

__all__ = ["celery_app"]
