"""The searchable columns of a model, and their full-text index.

The database computes the index from the row itself, so nothing needs syncing and nothing unpublished can leak: a search
uses the same QuerySet words as every page, plus one condition.
"""

import unicodedata
from dataclasses import dataclass
from functools import reduce

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Func, Lookup, Q, Value
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler

FUNCTION = "portal_search_vector"


def normalized(text: str) -> str:
    """The text with full-width and compatibility characters replaced: （Ⅱ期） becomes (II期)."""
    return unicodedata.normalize("NFKC", text)


@models.TextField.register_lookup
@models.CharField.register_lookup
@ArrayField.register_lookup
class NormalizedContains(Lookup):
    """`name__normalized_contains`: whether a text, or the texts of an array, hold a word in any width and case."""

    lookup_name = "normalized_contains"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple]:
        column, parameters = self.process_lhs(compiler, connection)
        word = connection.ops.prep_for_like_query(normalized(self.rhs))
        return f"upper(normalize({column}::text, NFKC)) LIKE upper(%s)", (*parameters, f"%{word}%")


class TextArray(Func):
    """ARRAY[…] of text columns."""

    function = "ARRAY"
    template = "%(function)s[%(expressions)s]::text[]"
    output_field = ArrayField(models.TextField())


class Concatenated(Func):
    """One array after the other."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = ArrayField(models.TextField())


class SearchVector(Func):
    """The n-grams of a row's titles, aliases and texts (`portal.search.ngrams`), as the database computes them."""

    function = FUNCTION
    output_field = SearchVectorField()


class _Matches(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = models.BooleanField()


@dataclass(frozen=True)
class Searched:
    """The searchable columns of a model, all NOT NULL.

    Spelling corrections and suggestions draw on `titles`, which are short, and `names`, columns of aliases and former
    names; `texts` may be long.
    """

    titles: tuple[str, ...]
    texts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.named, *self.texts)

    @property
    def named(self) -> tuple[str, ...]:
        """The columns with the row's names."""
        return (*self.titles, *self.names)

    @property
    def other_names(self) -> Expression:
        """The names other than the titles, as one array."""
        each = [Cast(name, ArrayField(models.TextField())) for name in self.names]
        return reduce(Concatenated, each) if each else TextArray()

    def index(self, name: str) -> GinIndex:
        """The index over these columns, for the model's Meta."""
        return GinIndex(self._vector(), name=name)

    def matching(self, query: str) -> Q:
        """Rows whose index matches a tsquery built by `portal.search.ngrams`."""
        return Q(_Matches(self._vector(), Cast(Value(query), SearchQueryField())))

    def _vector(self) -> SearchVector:
        return SearchVector(TextArray(*self.titles), self.other_names, TextArray(*self.texts))


def in_both(*names: str) -> tuple[str, ...]:
    """The column names of bilingual texts, in both languages."""
    return tuple(f"{name}_{language}" for name in names for language in ("zh", "en"))
