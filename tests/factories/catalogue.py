"""Service groups, departments and services."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from concept_pages.models import ConceptIndexPage, Department, Service, ServiceGroupPage


class ServiceGroupFactory(DjangoModelFactory):
    """A service group below the root of all concepts."""

    class Meta:
        model = ServiceGroupPage

    key = factory.Sequence("group_{:05}".format)
    slug = factory.LazyAttribute(lambda group: group.key.replace("_", "-"))
    title = factory.LazyAttribute(lambda group: f"Gruppe {group.key}")
    title_en = factory.LazyAttribute(lambda group: f"Group {group.key}")

    @classmethod
    def _create(cls, model_class: type[ServiceGroupPage], *args: Any, **kwargs: Any) -> Any:
        return ConceptIndexPage.objects.get().add_child(instance=model_class(**kwargs))


class DepartmentFactory(DjangoModelFactory):
    """A department."""

    class Meta:
        model = Department

    key = factory.Sequence("department_{:05}".format)
    name_de = factory.Sequence("Abteilung {:05}".format)
    name_en = factory.Sequence("Department {:05}".format)


class ServiceFactory(DjangoModelFactory):
    """A service in a group of its own, unless the group is given."""

    class Meta:
        model = Service

    key = factory.Sequence("service_{:05}".format)
    name_de = factory.Sequence("Dienst {:05}".format)
    name_en = factory.Sequence("Service {:05}".format)
    group = factory.SubFactory(ServiceGroupFactory)
