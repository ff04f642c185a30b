"""Full-text search over everything public; search sources are declared with the records."""

from portal.records.types import Hit, Source, sources
from portal.search.engine import HitGroup, SearchResult, search, suggest

__all__ = ["Hit", "HitGroup", "SearchResult", "Source", "search", "sources", "suggest"]
