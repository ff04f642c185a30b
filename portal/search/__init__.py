"""Search over everything public: what is searched is registered as sources, by the core and by the apps."""

from portal.records.search_sources import Hit, Source, register_source, sources
from portal.search.autocomplete import suggest
from portal.search.engine import Found, Group, search

__all__ = ["Found", "Group", "Hit", "Source", "register_source", "search", "sources", "suggest"]
