"""What is computed when a release is reviewed; the subjects that compute declare it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.publishing.models import Release

#: By the key of what failed: why it is published all the same, in Chinese and English.
Reasons = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Assessment:
    """`evaluate(release, at=…)` stores the outcome, when a release is submitted and again when it is approved.

    `explain(release, reasons)` puts the reviewer's reasons with what failed. Raises Invalid where one is missing.
    """

    evaluate: Callable[..., None]
    explain: Callable[[Release, Reasons], None]
