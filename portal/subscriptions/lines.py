"""The digest lines of a release, and the topics of each line."""

from collections.abc import Iterable

from portal.publishing.models import Release
from portal.records.registry import declared
from portal.records.topics import DigestLine, Subject


def lines_of(release: Release) -> list[DigestLine]:
    """All lines of the release, without duplicates."""
    lines: dict[str, DigestLine] = {}
    for declared_lines in sorted(declared("DIGEST_LINES"), key=lambda one: one.order):
        for line in declared_lines.of(release):
            before = lines.get(line.address)
            subjects = line.subjects | before.subjects if before else line.subjects
            lines[line.address] = DigestLine(before.text if before else line.text, line.address, subjects)
    return list(lines.values())


def subjects_of(release: Release, lines: Iterable[DigestLine]) -> set[Subject]:
    """Every subject of the release's lines, and the release itself, for followers of its withdrawal."""
    return {Subject("release", release.slug)}.union(*(line.subjects for line in lines))
