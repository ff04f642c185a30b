"""What officials work in, one subject a file. Django finds it by its name; the site itself is portal.administration."""

from portal.admin import (  # noqa: F401 - each registers its models
    checks,
    commitments,
    facilities,
    figures,
    glossary,
    indicators,
    officials,
    reference,
    releases,
    sections,
)
