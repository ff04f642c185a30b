"""The field with which rules and cases name groups and conditions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from portal.records.fields import code_validator


def codes_field(name: str, **options: object) -> ArrayField:
    """Codes of groups and conditions, in the order in which they are named."""
    code = models.CharField(max_length=80, validators=[code_validator])
    return ArrayField(code, default=list, blank=True, verbose_name=name, **options)
