"""The words of a query."""

import re
import unicodedata

from django.utils.translation import gettext as _

from portal.web.filters import BadParameter

LONGEST_QUERY = 100
MOST_WORDS = 10

BETWEEN_WORDS = re.compile(r"[\s,;，、；。？！“”\"]+")


def words_of(query: str) -> list[str]:
    """The words of a query, full-width characters normalized. Raises BadParameter if it is too long."""
    if len(query) > LONGEST_QUERY:
        raise BadParameter.value("q", query, [_("at most %(number)d characters") % {"number": LONGEST_QUERY}])
    plain = "".join(c for c in unicodedata.normalize("NFKC", query) if c.isprintable() or c.isspace())
    words = list(dict.fromkeys(word for word in BETWEEN_WORDS.split(plain) if word))
    if len(words) > MOST_WORDS:
        raise BadParameter.value("q", query, [_("at most %(number)d words") % {"number": MOST_WORDS}])
    return words
