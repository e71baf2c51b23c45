"""Ratings that were there before have been dated by the moment they were written."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def date_ratings(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("annotation", "Rating").objects.update(rated_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("annotation", "0004_rating_dates")]
    operations = [migrations.RunPython(date_ratings, migrations.RunPython.noop)]
