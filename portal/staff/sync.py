"""Rows derived from the code: the sectors of installed apps, and role groups with their permissions."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

from portal.records.registry import access_of, record_types
from portal.staff.models import ROLES, Sector
from portal.web import sectors


def sync_reference_rows(**_: object) -> None:
    """Sync sectors and role groups with the code. Runs after each migration."""
    for spec in sectors.sectors.values():
        Sector.objects.update_or_create(
            code=spec.code,
            defaults={"name_zh": spec.name_zh, "name_en": spec.name_en, "order": spec.order},
        )
    sync_roles()


def sync_roles() -> None:
    """Create the role groups and set their permissions from the access rules of the record types."""
    for label in {model._meta.app_label for model in record_types}:
        create_permissions(apps.get_app_config(label), verbosity=0)
    known = {
        (p.content_type.app_label, p.codename): p for p in Permission.objects.select_related("content_type")
    }
    for role in ROLES:
        permissions = []
        for model in record_types:
            access = access_of(model)
            actions = ("view",) if role in access.seen else ()
            if role in access.edited:
                actions = ("view", "add", "change", "delete")
            permissions += [
                known[model._meta.app_label, f"{act}_{model._meta.model_name}"] for act in actions
            ]
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(permissions)
