"""Collects translatable texts into locale/zh_Hans and compiles them, without GNU gettext.

`python tools/messages.py` updates the catalogue; `--check` changes nothing and fails on missing, obsolete or
untranslated texts, or if the .mo file is out of date.
"""

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import django
import polib
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
#: Line width of the catalogue.
WIDTH = 110
APPS = ("portal", "projects", "safety", "health", "welfare", "culture", "education")
#: Libraries with visible texts and no zh_Hans catalogue.
LIBRARIES = ("django_filters",)
#: Django catalogues with gaps in zh_Hans, filled here.
DJANGO = ("conf", "contrib/admin", "contrib/auth")
#: Django texts whose Chinese is replaced: half-width punctuation, spaces, 你 for 您, other terms.
REPLACED = (
    ":",
    "Log out",
    "Add %s",
    "Add %(name)s",
    "Add another %(verbose_name)s",
    " By %(filter_title)s ",
    "Filter",
    "You may edit it again below.",
    "Change %s",
    "View %s",
    "Select %s to change",
    "Select %s to view",
    "Recent actions",
    "My actions",
    "None available",
    "Your password can’t be too similar to your other personal information.",
    "Your password can’t be a commonly used password.",
    "Your password can’t be entirely numeric.",
    "Your old password was entered incorrectly. Please enter it again.",
    (
        "Please enter your old password, for security’s sake, and then enter your new password twice so "
        "we can verify you typed it in correctly."
    ),
    "Your password was changed.",
    "You don’t have permission to view or edit anything.",
    "The {name} “{obj}” was added successfully. You may add another {name} below.",
    "The {name} “{obj}” was changed successfully. You may edit it again below.",
    "The {name} “{obj}” was changed successfully. You may add another {name} below.",
    (
        'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? All of the following '
        "related items will be deleted:"
    ),
    "The {name} “{obj}” was added successfully.",
    "The {name} “{obj}” was changed successfully.",
    "The %(name)s “%(obj)s” was deleted successfully.",
)
#: The same, for texts with plurals.
REPLACED_PLURALS = {
    "Your password must contain at least %(min_length)d character.": (
        "Your password must contain at least %(min_length)d characters."
    ),
}
KEYWORDS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "_"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
#: Classes whose docstrings appear in OpenAPI, in files that match.
DESCRIBED_IN = re.compile(r"/api(/.*)?\.py$")
DESCRIBED = re.compile(
    r"(List|Detail|\wDetailView|Package|IndexView|\wCalculation|Serializer|Answer|Fields|PeriodOf|Locator)$"
)
Key = tuple[str | None, str, str | None]


def sources() -> Iterator[Path]:
    """Every Python file and template that may contain texts."""
    for app in APPS:
        yield from (path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts)
    yield from sorted(
        path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt", ".xml"}
    )
    for library in LIBRARIES:
        home = Path(find_spec(library).origin).parent
        yield from sorted([*home.rglob("*.py"), *home.rglob("*.html")])


def texts_of(path: Path) -> Iterator[Key]:
    """(context, text, plural) of each text in the file."""
    source = path.read_text(encoding="utf-8")
    # In brackets, since the output of templatize is not indented like Python.
    code = source if path.suffix == ".py" else f"(\n{templatize(source, origin=str(path))}\n)"
    for _line, message, _comments, context in extract("python", io.BytesIO(code.encode()), KEYWORDS, (), {}):
        parts = message if isinstance(message, tuple) else (message, None)
        yield context, parts[0], parts[1]
    if DESCRIBED_IN.search(path.as_posix()):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef) and DESCRIBED.search(node.name) and ast.get_docstring(node):
                yield None, ast.get_docstring(node), None


def gaps() -> Iterator[tuple[str, Key]]:
    """Each text that Django leaves untranslated, with its part of Django."""
    for part in DJANGO:
        home = Path(django.__file__).parent / part / "locale"
        whole, ours = (polib.pofile(str(home / name / "LC_MESSAGES/django.po")) for name in ("en", "zh_Hans"))
        done = {(entry.msgctxt, entry.msgid) for entry in ours if entry.translated()}
        for entry in whole:
            if (entry.msgctxt, entry.msgid) not in done:
                yield f"django/{part}", (entry.msgctxt, entry.msgid, entry.msgid_plural or None)


def collected() -> dict[Key, str]:
    """Every text with the first file that contains it, sorted by text."""
    found: dict[Key, str] = {}
    for path in sources():
        name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.parts[-2]
        name = re.sub(r"^\.venv/.*site-packages/", "", name)
        for key in texts_of(path):
            found.setdefault(key, name)
    for text in REPLACED:
        found.setdefault((None, text, None), "django")
    for text, plural in REPLACED_PLURALS.items():
        found.setdefault((None, text, plural), "django")
    for name, key in gaps():
        found.setdefault(key, name)
    return dict(sorted(found.items(), key=lambda item: (item[0][1], item[0][0] or "")))


def updated(old: polib.POFile) -> polib.POFile:
    """The catalogue with exactly the current texts, keeping existing translations."""
    known = {(entry.msgctxt, entry.msgid, entry.msgid_plural or None): entry for entry in old}
    new = polib.POFile(wrapwidth=WIDTH)
    new.metadata = {
        "Project-Id-Version": "minsheng-portal",
        "Language": "zh_Hans",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for key, name in collected().items():
        context, text, plural = key
        entry = polib.POEntry(
            msgctxt=context, msgid=text, msgid_plural=plural or "", occurrences=[(name, "")]
        )
        before = known.get(key)
        if plural:
            entry.msgstr_plural = {0: before.msgstr_plural.get(0, "") if before else ""}
        else:
            entry.msgstr = before.msgstr if before else ""
        if "%(" in text or re.search(r"%[sd]", text):
            entry.flags.append("python-format")
        new.append(entry)
    return new


def faults(catalogue: polib.POFile) -> Iterator[str]:
    """Texts that would reach a Chinese reader untranslated or broken."""
    for entry in catalogue:
        translated = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
        if not translated:
            yield f"untranslated: {entry.msgid!r} ({entry.occurrences[0][0]})"
        names = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
        allowed = set(names.findall(entry.msgid)) | set(names.findall(entry.msgid_plural))
        if translated and not set(names.findall(translated)) <= allowed:
            yield f"placeholder unknown to the text: {entry.msgid!r} -> {translated!r}"


def main() -> int:
    """Update or check the catalogue; the exit code is 1 if the check fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing, fail if the catalogue is not whole"
    )
    check = parser.parse_args().check
    settings.configure(USE_I18N=False)
    old = polib.pofile(str(CATALOGUE), wrapwidth=WIDTH) if CATALOGUE.exists() else polib.POFile()
    new = updated(old)
    found = list(faults(new))
    compiled = CATALOGUE.with_suffix(".mo")
    if check:
        if str(new) != str(old):
            found.append("locale/zh_Hans is not up to date: run `make messages`")
        elif not compiled.exists() or compiled.read_bytes() != new.to_binary():
            found.append("django.mo is not compiled from django.po: run `make messages`")
    else:
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        new.save(str(CATALOGUE))
        compiled.write_bytes(new.to_binary())
    print(*found, f"{len(new)} texts, {len(found)} faults", sep="\n")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main())
