"""Forms of a page as a browser finds them in its HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

#: Buttons that would do something else than save.
BUTTONS = frozenset({"submit", "button", "image", "reset", "file"})
EMPTY_ROW = "__prefix__"


@dataclass
class FoundForm:
    """`values`: by the name of each box what it is sent with, if nothing is typed."""

    method: str
    action: str
    values: dict[str, list[str]] = field(default_factory=dict)


class FormFinder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FoundForm] = []
        self.form: FoundForm | None = None
        self.box = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name")
        if tag == "form":
            self.form = FoundForm(given.get("method", "get").lower(), given.get("action", ""))
            self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag in {"select", "textarea"} and name and "disabled" not in given:
            self.box = name
            self.form.values.setdefault(name, [])
        elif tag == "option" and self.box and "selected" in given:
            self.form.values[self.box].append(given.get("value", ""))
        elif tag == "input" and name and given.get("type") not in BUTTONS and "disabled" not in given:
            kept = self.form.values.setdefault(name, [])
            if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                kept.append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self.lasttag == "textarea" and self.box and not self.form.values[self.box]:
            self.form.values[self.box] = [data.lstrip("\n")]

    def handle_endtag(self, tag: str) -> None:
        if tag in {"select", "textarea"}:
            self.box = ""
        elif tag == "form":
            self.form = None


def forms_in(page: HttpResponse) -> list[FoundForm]:
    """Its forms, each with one row more below it wherever a row can be added."""
    finder = FormFinder()
    finder.feed(page.content.decode())
    for form in finder.forms:
        form.values = with_new_rows(form.values)
    return finder.forms


def with_new_rows(values: dict[str, list[str]]) -> dict[str, list[str]]:
    filled = {}
    for name, value in values.items():
        prefix = name.partition(f"-{EMPTY_ROW}")[0]
        count = values.get(f"{prefix}-TOTAL_FORMS", ["0"])[0]
        filled[name.replace(EMPTY_ROW, count)] = value
    for name in [name for name in values if name.endswith("-TOTAL_FORMS")]:
        if f"{name.removesuffix('-TOTAL_FORMS')}-{values[name][0]}-id" in filled:
            filled[name] = [str(int(values[name][0]) + 1)]
    return filled
