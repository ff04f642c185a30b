"""Areas as topics: followers of an area also follow the areas within it."""

from portal.areas.models import Area
from portal.records.topics import Subject


class Places:
    """An area with everything that contains it: followers of a town follow its villages."""

    def __init__(self) -> None:
        rows = Area.objects.values_list("pk", "code", "parent_id")
        self.rows = {pk: (code, parent) for pk, code, parent in rows}

    def around(self, *areas: int) -> set[Subject]:
        """These areas, by id, and every wider one."""
        found: set[Subject] = set()
        for area in areas:
            pk = area
            while pk is not None:
                code, pk = self.rows[pk]
                found.add(Subject("area", code))
        return found
