"""Lets search find parts of words, and the people who submitted and approved a release."""

from django.db import migrations, models

from concept_pages.queries.search.words import words_to_index

SHORTEST_WORD = 4
AT_ONCE = 500


def index_people(apps, schema_editor):
    """Add the names in each release in force to what readers search; triggers keep the rest."""
    Lifecycle = apps.get_model("workflows", "Lifecycle")
    ReadableText = apps.get_model("concept_pages", "ReadableText")
    in_force = Lifecycle.objects.filter(
        released__isnull=False, page_id__in=ReadableText.objects.values("concept_id")
    )
    rows = in_force.values_list(
        "page_id",
        "released__submitted_by_name",
        "released__approvals",
        "released__approved_by_name",
    )
    for concept, submitted_by, approvals, approved_by in rows:
        names = (submitted_by, *(str(step.get("by", "")) for step in approvals), approved_by)
        people = words_to_index(filter(None, dict.fromkeys(names)))
        for text in ReadableText.objects.filter(concept_id=concept, parked=False):
            if not text.answers.startswith(people):  # it may have been migrated before
                text.answers = " | ".join(filter(None, (people, text.answers)))
                text.save(update_fields=["answers"])


def collect_words(apps, schema_editor):
    """Collect the different words of everything that is indexed."""
    ReadableText = apps.get_model("concept_pages", "ReadableText")
    IndexedWord = apps.get_model("concept_pages", "IndexedWord")
    found = set()
    for texts in ReadableText.objects.values_list("title", "answers", "questions").iterator():
        found.update(word for text in texts for word in text.split() if len(word) >= SHORTEST_WORD)
    words = (IndexedWord(word=word) for word in sorted(found))
    IndexedWord.objects.bulk_create(words, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    """Add the words, and fill them from the index there is."""

    dependencies = [
        ("concept_pages", "0004_new_for_you"),
        ("workflows", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="IndexedWord",
            fields=[
                (
                    "word",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="word"
                    ),
                ),
            ],
            options={"verbose_name": "indexed word", "verbose_name_plural": "indexed words"},
        ),
        migrations.RunPython(index_people, migrations.RunPython.noop),
        migrations.RunPython(collect_words, migrations.RunPython.noop),
    ]
