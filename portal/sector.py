"""Sector apps: an app plugs in by subclassing `SectorConfig`; its files are found by name.

`portal.records.registry.CONSTANTS` lists what each file may declare. An unknown file name is refused at start, so that
a typo cannot go unnoticed; internal files of an app are listed in `own_files`.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks
from django.utils.functional import Promise

from portal.web.sectors import SectorSpec, Task, sectors

#: Known files of a subject without declarations.
FILES = frozenset(
    {
        "actions",
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
    """Import the known files of a subject and register their declarations."""
    from portal.records.registry import CONSTANTS, declare

    for file, constants in CONSTANTS.items():
        if find_spec(f"{package}.{file}") is None:
            continue
        module = import_module(f"{package}.{file}")
        for name in constants:
            declare(name, getattr(module, name, ()))


class SectorConfig(AppConfig):
    """The app of one sector. `order`: its place among the sectors. `task`: what residents most often come for.

    `chosen`: why its headline figures were chosen, in a sentence on its page.

    An `apps.py` imports the module rather than the class, since Django allows one config a file.
    """

    name_zh: str
    name_en: str
    order: int
    own_files: tuple[str, ...] = ()
    task: Task | None = None
    chosen: str | Promise = ""

    def ready(self) -> None:
        sectors[self.label] = SectorSpec(
            self.label, self.name_zh, self.name_en, self.order, self.task, self.chosen
        )
        collect(self.name)


@checks.register
def sectors_are_whole(**_: object) -> list[checks.CheckMessage]:
    """System check: every file of a sector has a known name, and every model has a record type."""
    problems = []
    for config in map(apps.get_app_config, filter(apps.is_installed, settings.DOMAIN_APPS)):
        if not isinstance(config, SectorConfig):
            problems.append(checks.Error(f"{config.name}/apps.py has no SectorConfig.", id="portal.E014"))
        else:
            problems += [*unknown_files(config), *undeclared_models(config)]
    return problems


def unknown_files(config: SectorConfig) -> Iterator[checks.Error]:
    """Errors for files that would never be loaded."""
    from portal.records.registry import CONSTANTS

    known = FILES.union(CONSTANTS, config.own_files)
    for module in iter_modules(config.module.__path__):
        if module.name not in known:
            hint = f"Known files: {', '.join(sorted(FILES.union(CONSTANTS)))}. List others in own_files."
            yield checks.Error(f"Unknown file {config.name}/{module.name}.", hint=hint, id="portal.E011")


def undeclared_models(config: SectorConfig) -> Iterator[checks.Error]:
    """Errors for models without a record type: no official could see or edit their rows."""
    from portal.records.registry import record_types

    for model in config.get_models():
        if model not in record_types and not hasattr(model, "pgh_tracked_model"):
            yield checks.Error(f"{model.__name__} has no record type.", obj=model, id="portal.E012")


@checks.register
def records_keep_their_history(**_: object) -> list[checks.CheckMessage]:
    """System check: every editable model is audited; `@audited` creates its event table."""
    from portal.records.registry import record_types

    tracked = {getattr(model, "pgh_tracked_model", None) for model in apps.get_models()}
    return [
        checks.Error(f"{model.__name__} is not audited.", hint="Add @audited.", obj=model, id="portal.E013")
        for model, record_type in record_types.items()
        if record_type.access.edited and not tracked & {model, model._meta.concrete_model}
    ]
