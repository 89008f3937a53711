"""A concept may ask questions of its own service, beside those of the common template."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the chapters that a service adds."""

    dependencies = [("concept_pages", "0002_answer_search")]

    operations = [
        migrations.AddField(
            model_name="conceptpage",
            name="additions",
            field=models.JSONField(blank=True, default=list, verbose_name="questions of the service"),
        ),
    ]
