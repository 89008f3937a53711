"""`import_template` and `export_template`: what they say, and that nothing is half done."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from concept_pages.models import QuestionGroupPage, TemplatePage
from tests.authoring import draft_template, english, group, question, template_data
from tests.definition.build import DATA, shipped
from tests.factories.people import holder, holder_of_right
from workflows.models import Release, TransitionLog

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]

SHIPPED = DATA / "lrz_template.yaml"


@pytest.fixture
def people() -> dict[str, str]:
    author = holder("admin", username="author")
    isb = holder("isb", username="isb")
    return {"submitted_by": author.username, "released_by": isb.username}


def run(command: str, *args: Any, **options: Any) -> str:
    out = StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue()


def file_of(folder: Path, *chapters: dict[str, Any], **more: Any) -> Path:
    path = folder / "template.yaml"
    path.write_text(yaml.safe_dump(template_data(*chapters, **more), allow_unicode=True))
    return path


def everything() -> list[Any]:
    """Return what an import could have changed."""
    pages = QuestionGroupPage.objects.values_list("pk", "path", "latest_revision")
    templates = TemplatePage.objects.values_list("pk", "latest_revision", "proposed_version")
    return [list(pages), list(templates), Release.objects.count(), TransitionLog.objects.count()]


def test_shipped_file_makes_the_round_trip(tmp_path: Path) -> None:
    run("import_template", SHIPPED)
    run("export_template", output=tmp_path / "out.yaml")

    exported = yaml.safe_load((tmp_path / "out.yaml").read_text(encoding="utf-8"))

    assert exported == shipped("lrz_template")


def test_import_says_what_it_did_in_one_line() -> None:
    assert run("import_template", SHIPPED) == (
        "Template “Sicherheitskonzept-Vorlage” imported as a draft: 27 groups, 148 questions.\n"
    )


def test_import_counts_what_changes(tmp_path: Path) -> None:
    run("import_template", file_of(tmp_path, group("a", question("b"), question("c"))))
    changed = file_of(
        tmp_path, group("a", question("b", required=True), question("d"), question("e"))
    )

    said = run("import_template", changed)

    assert said.endswith("1 group, 3 questions; 2 new, 1 changed, 1 removed.\n")


def test_import_of_the_same_draft_counts_no_changes(tmp_path: Path) -> None:
    run("import_template", SHIPPED)

    assert run("import_template", SHIPPED).endswith("; 0 new, 0 changed, 0 removed.\n")


def test_import_without_chapters_changes_nothing(tmp_path: Path) -> None:
    draft_template()
    before = everything()

    with pytest.raises(CommandError, match="chapters: The file has no chapters"):
        run("import_template", file_of(tmp_path))

    assert everything() == before


def test_import_can_hand_in_only(people: dict[str, str], tmp_path: Path) -> None:
    said = run(
        "import_template",
        file_of(tmp_path, group("a", question("b"))),
        submitted_by=people["submitted_by"],
    )

    assert "imported and handed in for review" in said
    assert TemplatePage.objects.get().lifecycle.state == "in_review"


def test_import_of_a_next_version_needs_a_person(people: dict[str, str], tmp_path: Path) -> None:
    run("import_template", file_of(tmp_path, group("a", question("b"))), **people)

    with pytest.raises(CommandError, match="--as USER"):
        run("import_template", file_of(tmp_path, group("a", question("b"), question("c"))))


def test_person_without_the_right_is_named_with_it(tmp_path: Path) -> None:
    reader = holder("csirt", username="csirt")

    with pytest.raises(CommandError, match="“csirt” does not hold the right “Edit templates”"):
        run(
            "import_template",
            file_of(tmp_path, group("a", question("b"))),
            submitted_by=reader.username,
        )


def test_person_who_handed_in_is_named_when_she_releases(tmp_path: Path) -> None:
    both = holder_of_right("template.edit", "template.release", username="both")

    with pytest.raises(CommandError, match=r"“both” submitted this\. Somebody else has to"):
        run(
            "import_template",
            file_of(tmp_path, group("a", question("b"))),
            submitted_by=both.username,
            released_by=both.username,
        )


def test_import_can_release_at_once(people: dict[str, str]) -> None:
    said = run("import_template", SHIPPED, **people)

    release = TemplatePage.objects.get().lifecycle.released
    assert "released as 1.0" in said
    assert release.number == "1.0"
    assert (release.submitted_by.username, release.approved_by.username) == ("author", "isb")
    assert release.content == shipped("lrz_template")


def test_import_of_a_changed_file_releases_the_next_version(
    people: dict[str, str], tmp_path: Path
) -> None:
    run("import_template", file_of(tmp_path, group("a", question("b"))), **people)

    said = run(
        "import_template", file_of(tmp_path, group("a", question("b"), question("c"))), **people
    )

    assert "released as 1.1" in said


def test_import_refuses_what_breaks_answers_with_the_list(
    people: dict[str, str], tmp_path: Path
) -> None:
    run("import_template", file_of(tmp_path, group("a", question("b"))), **people)
    before = everything()

    with pytest.raises(CommandError) as refusal:
        run("import_template", file_of(tmp_path, group("a", question("b", "date"))), **people)

    assert "b: “b (en)” changed its type from text to date." in str(refusal.value)
    assert everything() == before


def test_import_parks_what_breaks_when_asked_to(people: dict[str, str], tmp_path: Path) -> None:
    run("import_template", file_of(tmp_path, group("a", question("b"))), **people)

    file = file_of(tmp_path, group("a", question("b", "date")))
    said = run("import_template", file, breaking="park", **people)

    assert "released as 2.0" in said
    released = TemplatePage.objects.get().lifecycle.released
    assert released.content["upgrade"] == {"b": {"park": True}}


@pytest.mark.parametrize(
    "content",
    [b"", b"\x80binary", b"key: {", b"a: &x 1\nb: *x", yaml.safe_dump({"format": "x"}).encode()],
    ids=["empty", "binary", "syntax", "alias", "format"],
)
def test_wrong_file_changes_nothing(content: bytes, tmp_path: Path) -> None:
    draft_template()
    before = everything()
    path = tmp_path / "wrong.yaml"
    path.write_bytes(content)

    with pytest.raises(CommandError) as refusal:
        run("import_template", path)

    assert refusal.value.returncode == 1
    assert str(refusal.value).startswith(f"{path} was not imported, nothing has changed:\n")
    assert everything() == before


def test_large_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)

    with pytest.raises(CommandError, match="too large"):
        run("import_template", path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no file .*nowhere\.yaml\."):
        run("import_template", tmp_path / "nowhere.yaml")


def test_directory_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is a folder, not a file"):
        run("import_template", tmp_path)


def test_unknown_person_is_named_before_anything_changes(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no active user “nobody”"):
        run("import_template", SHIPPED, submitted_by="nobody", released_by="nobody")

    assert not TemplatePage.objects.exists()


def test_refused_release_undoes_the_import(people: dict[str, str]) -> None:
    author = people["submitted_by"]

    with pytest.raises(CommandError):
        run("import_template", SHIPPED, submitted_by=author, released_by=author)

    assert not TemplatePage.objects.exists()


def test_release_needs_somebody_who_hands_in(people: dict[str, str]) -> None:
    with pytest.raises(CommandError, match="--submitted-by"):
        run("import_template", SHIPPED, released_by=people["released_by"])


def test_export_writes_the_newest_release(people: dict[str, str], tmp_path: Path) -> None:
    run("import_template", file_of(tmp_path, group("a", question("b"))), **people)
    run(
        "import_template",
        file_of(tmp_path, group("a", question("c"))),
        importer=people["submitted_by"],
    )

    exported = yaml.safe_load(run("export_template"))

    assert exported["chapters"][0]["questions"][0]["key"] == "b"


def test_export_writes_the_release_asked_for(people: dict[str, str], tmp_path: Path) -> None:
    run("import_template", file_of(tmp_path, group("a", question("b"))), **people)
    run("import_template", file_of(tmp_path, group("a", question("c"))), **people)

    exported = yaml.safe_load(run("export_template", release="1.0"))

    assert exported["chapters"][0]["questions"][0]["key"] == "b"


def test_export_without_any_template_says_so() -> None:
    with pytest.raises(CommandError, match="There is no template yet"):
        run("export_template")


def test_export_of_an_unknown_release_says_so() -> None:
    draft_template()

    with pytest.raises(CommandError, match=r"has no release 7\.0"):
        run("export_template", release="7.0")


def test_export_takes_the_oldest_template_and_names_the_others(tmp_path: Path) -> None:
    oldest = draft_template()
    run("import_template", file_of(tmp_path, group("a", question("b")), key="other"))
    beside = StringIO()

    exported = yaml.safe_load(run("export_template", stderr=beside))

    assert exported["key"] == oldest.key
    assert "--key there are also: other" in beside.getvalue()
    assert yaml.safe_load(run("export_template", key="other"))["key"] == "other"


def test_export_of_an_unknown_template_says_so() -> None:
    draft_template()

    with pytest.raises(CommandError, match="There is no template “nothing”"):
        run("export_template", key="nothing")


def test_export_writes_the_draft_where_asked(people: dict[str, str], tmp_path: Path) -> None:
    run("import_template", file_of(tmp_path, group("a", question("b"))), **people)
    more = file_of(tmp_path, group("a", question("b"), question("c")))
    run("import_template", more, importer=people["submitted_by"])

    said = run("export_template", draft=True, output=tmp_path / "out.yaml")

    exported = yaml.safe_load((tmp_path / "out.yaml").read_text(encoding="utf-8"))
    assert [one["key"] for one in exported["chapters"][0]["questions"]] == ["b", "c"]
    assert said.startswith("Draft of the template")


def test_export_understands_a_release_without_its_zero(
    people: dict[str, str], tmp_path: Path
) -> None:
    run("import_template", file_of(tmp_path, group("a", question("b"))), **people)

    assert yaml.safe_load(run("export_template", release="1"))["version"] == "1.0"


def test_export_lists_the_releases_there_are(people: dict[str, str], tmp_path: Path) -> None:
    run("import_template", file_of(tmp_path, group("a", question("b"))), **people)

    with pytest.raises(CommandError, match=r"has no release 7; it has 1\.0\."):
        run("export_template", release="7")


def test_export_into_a_missing_folder_says_so(tmp_path: Path) -> None:
    draft_template()

    with pytest.raises(CommandError, match="cannot be written"):
        run("export_template", output=tmp_path / "nowhere" / "out.yaml")
