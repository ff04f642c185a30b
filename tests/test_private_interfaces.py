"""Libraries are used through what they promise to keep."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOTS = ("portal", *settings.DOMAIN_APPS)


def private_imports() -> Iterator[str]:
    """What the code imports from internal modules of libraries, or by a name that begins with an underscore."""
    for root in ROOTS:
        for file in Path(settings.BASE_DIR, root).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] not in ROOTS:
                    names = [f"{node.module}.{alias.name}" for alias in node.names]
                    yield from (name for name in names if "internal" in name or "._" in name)


def test_only_the_tracker_of_pghistory_is_private_and_in_one_module_alone():
    """It has no public way to begin a context within another; test_audit fails if this one ceases to work."""
    assert list(private_imports()) == ["pghistory.runtime._tracker"]
