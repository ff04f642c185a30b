"""Ordinary content: edited and published by its department, and often taken from a release."""

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.records.described import Described
from portal.records.fields import code_validator


class OrdinaryContentQuerySet(models.QuerySet):
    """QuerySet words for ordinary content."""

    def public(self, at: dt.datetime) -> Self:
        """Marked public, and not before the release that it is taken from."""
        return self.filter(Q(release__isnull=True) | Q(release__released_at__lte=at), is_public=True)


class OrdinaryContent(Described):
    """Ordinary content, sorted by the pinyin of its name. Each subclass has `is_public` and a nullable `release`."""

    code = models.CharField(_("code"), max_length=80, unique=True, validators=[code_validator])
    aliases = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, verbose_name=_("other names")
    )
    pinyin = models.CharField(max_length=400, blank=True, editable=False)

    class Meta:
        abstract = True
