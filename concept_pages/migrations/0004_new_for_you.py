"""Remembers what of a newer template the people of a concept have not seen yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add what is marked in the draft of a concept."""

    dependencies = [("concept_pages", "0003_service_questions")]

    operations = [
        migrations.AddField(
            model_name="conceptpage",
            name="marks",
            field=models.JSONField(blank=True, default=dict, verbose_name="new for its people"),
        ),
    ]
