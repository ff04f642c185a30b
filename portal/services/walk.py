"""A guide as it is walked: each node with where it leads, where one comes from, and whom to call."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Self

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve

from portal.facilities.models import Facility
from portal.records.description_changes import DescriptionChange, changes_of
from portal.services.detail import named
from portal.services.faults import Fault, Graph, Vertex, faults
from portal.services.models import Guide, GuideAnswer, GuideNode, Service


@dataclass(frozen=True)
class Lead:
    """A way on: the answer, or nothing where a step leads on by itself, and the node to which it leads."""

    text: str
    node: GuideNode


def origin_of(node: GuideNode) -> tuple:
    """What is said of where a node comes from: source and day of the last review."""
    return node.release_id, node.locator, node.reviewed_on


@dataclass(frozen=True, kw_only=True)
class Place:
    """A node within its guide. `trail`: the shortest way from the first node; `before`: the nodes that lead here.

    `usual`: a node with the origin that most nodes of the guide have.
    """

    guide: Guide
    node: GuideNode
    leads: Sequence[Lead]
    trail: Sequence[GuideNode]
    before: Sequence[GuideNode]
    facilities: Sequence[Facility]
    services: Sequence[Service]
    usual: GuideNode

    @property
    def has_own_origin(self) -> bool:
        """Whether it comes from elsewhere, or was reviewed on another day, than most nodes of its guide."""
        return origin_of(self.node) != origin_of(self.usual)

    @property
    def is_reviewed_alike(self) -> bool:
        """Whether it was last reviewed on the day of most nodes."""
        return self.node.reviewed_on == self.usual.reviewed_on

    @property
    def number(self) -> int:
        """How many pages one has seen with this one, by the shortest way."""
        return len(self.trail) + 1

    @property
    def is_first(self) -> bool:
        return self.node.code == self.guide.start

    @property
    def others_before(self) -> list[GuideNode]:
        """The nodes that lead here, without the one on the shortest way."""
        return [node for node in self.before if node not in self.trail[-1:]]

    @property
    def is_outside(self) -> bool:
        """Whether its link leads away from this site."""
        return self.node.address.startswith("https://")

    @property
    def link(self) -> str:
        """Its link; empty where this site has no such address, since an installation may lack an app."""
        if self.node.address and not self.is_outside:
            try:
                resolve(self.node.address.partition("?")[0].partition("#")[0])
            except Resolver404:
                return ""
        return self.node.address

    @property
    def link_text(self) -> str:
        return self.node.address_label if self.link else ""

    @property
    def answers(self) -> list[Lead]:
        return [lead for lead in self.leads if lead.text]

    @property
    def next(self) -> GuideNode | None:
        """The node to which a step leads."""
        return next((lead.node for lead in self.leads if not lead.text), None)

    @property
    def facility_codes(self) -> list[str]:
        return [facility.code for facility in self.facilities]

    @property
    def service_codes(self) -> list[str]:
        return [service.code for service in self.services]

    @property
    def paragraphs(self) -> list[str]:
        """The text by its lines: each is a paragraph."""
        return [line for line in self.node.text.splitlines() if line.strip()]


@dataclass(frozen=True, kw_only=True)
class GuideDetail:
    """A guide with all its nodes, in the order of a walk that takes each first answer first."""

    guide: Guide
    nodes: Mapping[str, GuideNode]
    answers: Sequence[GuideAnswer]
    facilities: Sequence[Facility]
    services: Sequence[Service]
    description_changes: Sequence[DescriptionChange] = ()

    @classmethod
    def at(cls, code: str, at: dt.datetime) -> Self:
        """The guide with that code. Raises Http404 unless it is public."""
        guide = get_object_or_404(Guide.objects.public(at).for_list(), code=code)
        return cls.of(guide, at, changes_of(guide, at))

    @classmethod
    def of(cls, guide: Guide, at: dt.datetime, changes: Sequence[DescriptionChange] = ()) -> Self:
        """The guide, public or still drawn, with what is public of that to which it refers."""
        nodes = {node.code: node for node in guide.nodes.select_related("release").order_by("pk")}
        services = {code for node in nodes.values() for code in node.services}
        facilities = {code for node in nodes.values() for code in node.facilities}
        return cls(
            guide=guide,
            nodes=nodes,
            answers=list(guide.answers.order_by("order", "pk")),
            facilities=list(Facility.objects.public(at).for_list().filter(code__in=facilities)),
            services=list(Service.objects.public(at).filter(code__in=services)),
            description_changes=changes,
        )

    @cached_property
    def graph(self) -> Graph:
        """The guide as its faults are looked for."""
        mute = {answer.node for answer in self.answers if not (answer.text_zh and answer.text_en)}
        return Graph(
            self.guide.start,
            {code: self._vertex(node, code in mute) for code, node in self.nodes.items()},
            tuple((answer.node, answer.leads_to) for answer in self.answers),
        )

    def _vertex(self, node: GuideNode, is_mute: bool) -> Vertex:  # noqa: FBT001 - of one use
        texts = (node.title_zh, node.title_en, node.text_zh, node.text_en)
        whole, own = self.guide.release, node.release
        is_covered = own is None or own == whole or (whole is not None and own.is_known_with(whole))
        return Vertex(node.kind, node.next, node.has_contact, all(texts) and not is_mute, not is_covered)

    @property
    def faults(self) -> list[Fault]:
        """What keeps a resident from walking it to an end."""
        return faults(self.graph)

    def leads_of(self, node: GuideNode) -> list[Lead]:
        """Where one goes on from a node; what leads nowhere is left out."""
        if node.kind == GuideNode.Kind.STEP:
            following = [("", node.next)]
        else:
            following = [(one.text, one.leads_to) for one in self.answers if one.node == node.code]
        return [Lead(text, self.nodes[code]) for text, code in following if code in self.nodes]

    @cached_property
    def trails(self) -> dict[str, list[GuideNode]]:
        """By node, the shortest way from the first node to it, without it; none of a node that nothing leads to."""
        start = self.nodes.get(self.guide.start)
        found, waiting = ({start.code: []}, [start]) if start else ({}, [])
        for node in waiting:
            for lead in self.leads_of(node):
                if lead.node.code not in found:
                    found[lead.node.code] = [*found[node.code], node]
                    waiting.append(lead.node)
        return found

    @cached_property
    def places(self) -> list[Place]:
        """Every node in the order of the walk, those to which nothing leads last."""
        order = list(dict.fromkeys(chain(self._walked(), self.nodes.values())))
        return [self._place(node) for node in order]

    def _walked(self) -> Iterator[GuideNode]:
        waiting = [self.nodes[self.guide.start]] if self.guide.start in self.nodes else []
        seen = set()
        while waiting:
            node = waiting.pop()
            if node.code not in seen:
                seen.add(node.code)
                yield node
                waiting += [lead.node for lead in reversed(self.leads_of(node))]

    def _place(self, node: GuideNode) -> Place:
        return Place(
            guide=self.guide,
            node=node,
            leads=self.leads_of(node),
            trail=self.trails.get(node.code, ()),
            before=self._before(node),
            facilities=named(self.facilities, node.facilities),
            services=named(self.services, node.services),
            usual=self.usual,
        )

    @cached_property
    def usual(self) -> GuideNode:
        """A node with the origin that most nodes have."""
        counts = Counter(map(origin_of, self.nodes.values()))
        return max(self.nodes.values(), key=lambda node: counts[origin_of(node)])

    def _before(self, node: GuideNode) -> list[GuideNode]:
        def leads_here(other: GuideNode) -> bool:
            return any(lead.node == node for lead in self.leads_of(other))

        return [other for other in self.nodes.values() if other != node and leads_here(other)]

    def place(self, code: str) -> Place:
        """The node with that code. Raises Http404 if the guide has none."""
        if code not in self.nodes:
            raise Http404
        return self._place(self.nodes[code])

    @property
    def first(self) -> Place:
        return self.place(self.guide.start)

    @property
    def ends(self) -> Iterable[Place]:
        return [place for place in self.places if place.node.kind == GuideNode.Kind.END]
