"""How an app plugs in: it subclasses `SectorConfig`, and its files are found by name.

What a file may declare stands in `portal.records.registry.CONSTANTS`. A file of another name is refused at start, so
that a slip of the pen is no silent gap; what only the app itself imports is named in `own_files`.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks

#: Files of a subject that declare nothing, beside those in which declarations are looked for.
FILES = frozenset(
    {
        "actions",
        "api",
        "apps",
        "detail",
        "filters",
        "management",
        "migrations",
        "models",
        "search",
        "templatetags",
        "urls",
    }
)


def collect(package: str) -> None:
    """Import the files of a subject that may declare something, and register what they declare."""
    from portal.records.registry import CONSTANTS, declare

    for file, constants in CONSTANTS.items():
        if find_spec(f"{package}.{file}") is None:
            continue
        module = import_module(f"{package}.{file}")
        for name in constants:
            declare(name, getattr(module, name, ()))


class SectorConfig(AppConfig):
    """An app for one theme of people's livelihood. `order`: its place among the sectors.

    An `apps.py` imports the module and not the class, since Django wants one config a file.
    """

    name_zh: str
    name_en: str
    order: int
    own_files: tuple[str, ...] = ()

    def ready(self) -> None:
        from portal.web.sectors import SectorSpec, sectors

        sectors[self.label] = SectorSpec(self.label, self.name_zh, self.name_en, self.order)
        collect(self.name)


@checks.register
def sectors_are_whole(**_: object) -> list[checks.CheckMessage]:
    """Every file of a sector has a name that is looked for, and every model is declared."""
    problems = []
    for config in map(apps.get_app_config, filter(apps.is_installed, settings.DOMAIN_APPS)):
        if not isinstance(config, SectorConfig):
            problems.append(checks.Error(f"{config.name}/apps.py has no SectorConfig.", id="portal.E014"))
        else:
            problems += [*unknown_files(config), *undeclared_models(config)]
    return problems


def unknown_files(config: SectorConfig) -> Iterator[checks.Error]:
    """Files that nobody would look for."""
    from portal.records.registry import CONSTANTS

    known = FILES.union(CONSTANTS, config.own_files)
    for module in iter_modules(config.module.__path__):
        if module.name not in known:
            hint = f"A sector has the files {', '.join(sorted(FILES.union(CONSTANTS)))}; name others in own_files."
            yield checks.Error(f"Nobody looks for {config.name}/{module.name}.", hint=hint, id="portal.E011")


def undeclared_models(config: SectorConfig) -> Iterator[checks.Error]:
    """Models that no record declares: no official could see or edit their rows."""
    from portal.records.registry import record_types

    for model in config.get_models():
        if model not in record_types and not hasattr(model, "pgh_tracked_model"):
            yield checks.Error(f"No record declares {model.__name__}.", obj=model, id="portal.E012")


@checks.register
def records_keep_their_history(**_: object) -> list[checks.CheckMessage]:
    """Whatever somebody edits is audited: the event table of a model is made by `@audited`."""
    from portal.records.registry import record_types

    tracked = {getattr(model, "pgh_tracked_model", None) for model in apps.get_models()}
    return [
        checks.Error(
            f"No history is kept of {model.__name__}.", hint="Add @audited.", obj=model, id="portal.E013"
        )
        for model, record_type in record_types.items()
        if record_type.access.edited and not tracked & {model, model._meta.concrete_model}
    ]
