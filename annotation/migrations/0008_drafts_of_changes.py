from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("annotation", "0007_harm_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="change_begun_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="draft",
            name="reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=Q(change_begun_at__isnull=False) | Q(reason=""), name="only_a_change_has_a_reason"
            ),
        ),
    ]
