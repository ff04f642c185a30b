"""Search over everything public: what is searched is registered as sources, by the core and by the apps."""

from portal.records.search_sources import Hit, Source, register_source, sources
from portal.search.finding import Found, Group, search
from portal.search.suggesting import suggest

__all__ = ["Found", "Group", "Hit", "Source", "register_source", "search", "sources", "suggest"]
