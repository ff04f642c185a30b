"""Lists and forms of rows in the admin, one subject a file."""

from portal.desk.rows import (
    checks,
    codelists,
    commitments,
    contributions,
    facilities,
    glossary,
    indicators,
    observations,
    officials,
    releases,
    sections,
)

__all__ = [
    "checks",
    "codelists",
    "commitments",
    "contributions",
    "facilities",
    "glossary",
    "indicators",
    "observations",
    "officials",
    "releases",
    "sections",
]
