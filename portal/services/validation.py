"""What must be true of a service, a node and an answer; what must be true of a whole guide is in `faults`."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.facilities.models import Facility
from portal.publishing.validation import Paragraphs, paragraphs_of_sources
from portal.publishing.validation import source as source_of
from portal.records.findings import Beside, Finding, Rule, Unread, constraint_message, every, readable
from portal.services.faults import Graph, faults, refusal_of
from portal.services.models import Guide, GuideAnswer, GuideNode, Service
from portal.services.models.service import WEB_PAGE
from portal.services.walk import GuideDetail
from portal.statistics.models import Indicator


@dataclass(frozen=True)
class Known:
    """The paragraphs of the source releases, and the codes that exist, by the field that lists them."""

    paragraphs: Paragraphs
    codes: Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Drawn:
    """The paragraphs of the source releases, and the guides as stored; None where their nodes come too."""

    paragraphs: Paragraphs
    guides: Mapping[int, GuideDetail] | None


def known(fields: Mapping[str, type[Model]], records: list[Model], beside: Beside) -> Known:
    """What the rules of `records` need: one query a field."""
    return Known(
        paragraphs_of_sources(records, beside),
        {field: _existing(field, model, records, beside) for field, model in fields.items()},
    )


def _existing(field: str, model: type[Model], records: Iterable[Model], beside: Beside) -> set[str]:
    codes = {code for named in readable(records, lambda row: getattr(row, field)) for code in named}
    stored = model.objects.filter(code__in=codes).values_list("code", flat=True)
    return {*stored, *readable(beside(model), lambda row: row.code)}


def source_exists(record: Model, context: Known) -> Iterator[Finding]:
    yield from source_of(record, context.paragraphs)


def codes_exist(*fields: str) -> Rule:
    """A rule: the rows that the fields list by their codes exist."""

    def exist(record: Model, context: Known) -> Iterator[Finding]:
        for field in fields:
            if unknown := [code for code in getattr(record, field) if code not in context.codes[field]]:
                yield Finding(field, _("Unknown code: %(codes)s.") % {"codes": ", ".join(unknown)})

    return exist


SERVICE_CODES = {"counts": Indicator, "next_services": Service, "next_guides": Guide}
NODE_CODES = {"facilities": Facility, "services": Service}


def context_of_services(records: list[Service], beside: Beside) -> Known:
    return known(SERVICE_CODES, records, beside)


def context_of_guides(records: list[Guide], beside: Beside) -> Drawn:
    paragraphs = paragraphs_of_sources(records, beside)
    with suppress(Unread):
        for model in (GuideNode, GuideAnswer):
            beside(model)
        at = timezone.now()
        return Drawn(paragraphs, {one.pk: GuideDetail.of(one, at) for one in records if one.pk})
    return Drawn(paragraphs, None)


def is_whole_if_public(guide: Guide, context: Drawn) -> Iterator[Finding]:
    """A public guide leads from every node to an end. What is entered with its nodes is judged by the database."""
    if guide.is_public and context.guides is not None:
        graph = context.guides[guide.pk].graph if guide.pk else Graph(guide.start, {})
        if found := faults(replace(graph, start=guide.start)):
            yield Finding("is_public", refusal_of(found))


def context_of_nodes(records: list[GuideNode], beside: Beside) -> Known:
    return known(NODE_CODES, records, beside)


def days_are_few(service: Service, context: object) -> Iterator[Finding]:
    days = service.promised_days
    if days is not None and not 1 <= days <= Service.MOST_DAYS:
        yield Finding("promised_days", constraint_message(Service, "service_promised_days_are_few"))


def addresses_are_web_pages(service: Service, context: object) -> Iterator[Finding]:
    for name in ("online", "law_address"):
        address = getattr(service, name)
        if address and not re.fullmatch(WEB_PAGE, address):
            yield Finding(name, constraint_message(Service, f"service_{name}_is_a_web_page"))


def law_has_a_title(service: Service, context: object) -> Iterator[Finding]:
    if service.law_address and not service.law_zh:
        yield Finding("law_zh", _("Give the title of the law."))


def leads_on(node: GuideNode, context: object) -> Iterator[Finding]:
    """A step leads to one node; a question leads on by its answers, an end does not."""
    if (node.kind == GuideNode.Kind.STEP) != bool(node.next):
        yield Finding("next", constraint_message(GuideNode, "guide_node_leads_on_if_step"))


def code_is_not_all(node: GuideNode, context: object) -> Iterator[Finding]:
    if node.code == "all":
        yield Finding("code", constraint_message(GuideNode, "guide_node_is_not_all"))


def end_has_a_contact(node: GuideNode, context: object) -> Iterator[Finding]:
    if node.kind == GuideNode.Kind.END and not node.has_contact:
        yield Finding("facilities", _("An end says whom to call, or links to where one goes on."))


def link_is_safe(node: GuideNode, context: object) -> Iterator[Finding]:
    if node.address and not GuideNode.LINK.fullmatch(node.address):
        yield Finding("address", constraint_message(GuideNode, "guide_node_link_is_safe"))


def link_has_a_text(node: GuideNode, context: object) -> Iterator[Finding]:
    if bool(node.address) != bool(node.address_label_zh):
        field = "address_label_zh" if node.address else "address"
        yield Finding(field, constraint_message(GuideNode, "guide_node_link_has_a_text"))


validate_service = every(
    source_exists,
    codes_exist(*SERVICE_CODES),
    days_are_few,
    addresses_are_web_pages,
    law_has_a_title,
)
validate_guide = every(source_exists, is_whole_if_public)
validate_node = every(
    source_exists,
    codes_exist(*NODE_CODES),
    code_is_not_all,
    leads_on,
    end_has_a_contact,
    link_is_safe,
    link_has_a_text,
)
