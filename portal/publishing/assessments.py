"""Assessments: computed when a release is reviewed, and declared by the subjects that compute them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.publishing.models import Release

#: By key of the failure: why it is published nevertheless, in Chinese and English.
Reasons = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Assessment:
    """`evaluate(release, at=…)` stores the results, at submission and again at approval.

    `explain(release, reasons)` stores the reviewer's reasons with the failures. Raises Invalid if one is missing.
    """

    evaluate: Callable[..., None]
    explain: Callable[[Release, Reasons], None]
