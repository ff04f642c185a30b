"""Builders of services and guides."""

import datetime as dt
from itertools import count

from portal.services.models import Guide, GuideAnswer, GuideNode, Service
from tests.world import make_department

_numbers = count(1)
REVIEWED = dt.date(2022, 12, 23)


def make_service(code: str | None = None, **fields: object) -> Service:
    """A public service of the police; `areas` and `facilities` are linked."""
    code = code or f"service-{next(_numbers)}"
    links = {name: fields.pop(name, ()) for name in ("areas", "facilities")}
    service = Service.objects.create(
        code=code,
        **{
            "name_zh": f"事项{code}",
            "name_en": f"Service {code}",
            "summary_zh": "一句话",
            "summary_en": "In brief",
            "department": make_department("construction"),
            "sector_id": "safety",
            "reviewed_on": REVIEWED,
            "is_public": True,
            **fields,
        },
    )
    for name, rows in links.items():
        getattr(service, name).add(*rows)
    return service


def make_guide(code: str | None = None, **fields: object) -> Guide:
    """A guide without nodes, and therefore not public."""
    code = code or f"guide-{next(_numbers)}"
    return Guide.objects.create(
        code=code,
        **{
            "name_zh": f"指南{code}",
            "name_en": f"Guide {code}",
            "summary_zh": "一句话",
            "summary_en": "In brief",
            "start": "start",
            "department": make_department("construction"),
            "sector_id": "safety",
            "reviewed_on": REVIEWED,
            **fields,
        },
    )


def make_node(guide: Guide, code: str, kind: str, **fields: object) -> GuideNode:
    """A node; an end links to the start page unless told otherwise."""
    link = {"address": "/services/", "address_label_zh": "服务", "address_label_en": "Services"}
    return GuideNode.objects.create(
        guide=guide,
        code=code,
        kind=kind,
        **{
            "title_zh": f"节点{code}",
            "title_en": f"Node {code}",
            "text_zh": "第一段\n第二段",
            "text_en": "One\nTwo",
            "reviewed_on": REVIEWED,
            **(link if kind == "end" else {}),
            **fields,
        },
    )


def make_answer(guide: Guide, node: str, leads_to: str, order: int = 0) -> GuideAnswer:
    return GuideAnswer.objects.create(
        guide=guide,
        node=node,
        order=order,
        text_zh=f"去{leads_to}",
        text_en=f"To {leads_to}",
        leads_to=leads_to,
    )


def make_walk(code: str | None = None, **fields: object) -> Guide:
    """A public guide: a step, a question with two answers, an end behind each; one leads back to the step."""
    guide = make_guide(code, **fields)
    release = {"release": guide.release} if guide.release else {}
    make_node(guide, "start", "step", next="question", **release)
    make_node(guide, "question", "question", **release)
    make_answer(guide, "question", "one")
    make_answer(guide, "question", "two", 1)
    make_answer(guide, "question", "start", 2)
    for end in ("one", "two"):
        make_node(guide, end, "end", **release)
    Guide.objects.filter(pk=guide.pk).update(is_public=True)
    guide.refresh_from_db()
    return guide
