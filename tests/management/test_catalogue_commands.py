"""The catalogue on the command line: written to a file, and looked at before it is read back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from concept_pages.models import Service
from tests.authoring import english
from tests.factories.catalogue import ServiceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["english"]


@pytest.mark.parametrize("kind", ["yaml", "csv"])
def test_exported_file_brings_back_what_has_changed_since(kind: str, tmp_path: Path) -> None:
    service, file = ServiceFactory(key="dns", name_de="=Alt"), tmp_path / f"services.{kind}"
    call_command("export_services", format=kind, output=file)
    Service.objects.filter(pk=service.pk).update(name_de="Neu")
    said = io.StringIO()

    call_command("import_services", str(file), preview=True, stdout=said)
    previewed = Service.objects.get(pk=service.pk).name_de
    call_command("import_services", str(file))

    assert "=Alt" in said.getvalue()
    assert previewed == "Neu"
    assert Service.objects.get(pk=service.pk).name_de == "=Alt"
