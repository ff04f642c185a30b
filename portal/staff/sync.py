"""Rows that follow from the code: the sectors that apps register, the groups that roles are."""

from portal.web import sectors


def sync_reference_rows(**_: object) -> None:
    """Make the rows of sectors and role groups what the code says. Runs after each migration."""
    from portal.staff.models import Sector
    from portal.staff.roles import sync_roles

    for spec in sectors.sectors.values():
        Sector.objects.update_or_create(
            code=spec.code,
            defaults={
                "name_zh": spec.name_zh,
                "name_en": spec.name_en,
                "order": spec.order,
            },
        )
    sync_roles()
