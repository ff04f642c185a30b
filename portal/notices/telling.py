"""What a release says, line by line, and which topics each line touches. Apps add their own lines from `ready`."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal.models import Area, Release
from portal.records.topics import Subject

#: The shortest time in which anything changes.
INSTANT = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Told:
    """One line of what a release says, in the active language: where it is told in full, and of which subjects it is.

    Two lines of one address are one and the same thing, told by two apps.
    """

    text: str
    address: str
    subjects: frozenset[Subject]


#: Each gives the lines of a public release; the lower its order, the earlier they stand.
tellers: list[tuple[int, Callable[[Release], Iterable[Told]]]] = []


def register_teller(teller: Callable[[Release], Iterable[Told]], *, order: int) -> None:
    """Add what an app's records of a release say."""
    tellers.append((order, teller))
    tellers.sort(key=lambda one: one[0])


def told_by(release: Release) -> list[Told]:
    """Everything that the release says, each thing once."""
    lines: dict[str, Told] = {}
    for _order, teller in tellers:
        for told in teller(release):
            before = lines.get(told.address)
            subjects = told.subjects | before.subjects if before else told.subjects
            lines[told.address] = Told(before.text if before else told.text, told.address, subjects)
    return list(lines.values())


def subjects_of(release: Release, lines: Iterable[Told]) -> set[Subject]:
    """Every subject that the lines of the release touch; itself too, for who follows it and it is withdrawn."""
    return {Subject("release", release.slug)}.union(*(told.subjects for told in lines))


def just_before(release: Release) -> dt.datetime:
    """The last moment at which nothing of the release was public."""
    return release.released_at - INSTANT


class Places:
    """Areas with all that they are part of: whoever follows a town follows its villages."""

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
