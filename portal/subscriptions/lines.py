"""The digest lines of a release, and the topics of each line."""

from collections.abc import Iterable

from portal.publishing.models import Release
from portal.records.digest_lines import Told
from portal.records.registry import declared
from portal.records.topics import Subject


def told_by(release: Release) -> list[Told]:
    """All lines of the release, without duplicates."""
    lines: dict[str, Told] = {}
    for declared_lines in sorted(declared("DIGEST_LINES"), key=lambda one: one.order):
        for told in declared_lines.of(release):
            before = lines.get(told.address)
            subjects = told.subjects | before.subjects if before else told.subjects
            lines[told.address] = Told(before.text if before else told.text, told.address, subjects)
    return list(lines.values())


def subjects_of(release: Release, lines: Iterable[Told]) -> set[Subject]:
    """Every subject of the release's lines, and the release itself, for followers of its withdrawal."""
    return {Subject("release", release.slug)}.union(*(told.subjects for told in lines))
