"""Faults of a guide's graph: what keeps a resident from walking it to an end.

The same rules twice: in Python for previews and checks of guides that are still drawn, in SQL for the trigger that
keeps public guides whole. A test compares them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class FaultKind(TextChoices):
    """What is wrong with a node."""

    NO_START = "no_start", gettext_lazy("the guide begins here, and there is no such node")
    UNKNOWN = "unknown", gettext_lazy("something leads here, and there is no such node")
    NO_ANSWERS = "no_answers", gettext_lazy("a question without answers")
    STRAY_ANSWERS = "stray_answers", gettext_lazy("answers, but no question")
    NOBODY = "nobody", gettext_lazy("an end with nobody to call and no link")
    UNREACHABLE = "unreachable", gettext_lazy("nothing leads here")
    CIRCLE = "circle", gettext_lazy("steps lead back here without a question")
    LANGUAGE = "language", gettext_lazy("a text is missing in Chinese or in English")
    AHEAD = "ahead", gettext_lazy("its source is later than that of the guide")


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: its kind, and the code of the node that it is about."""

    kind: str
    node: str

    @property
    def label(self) -> str:
        return str(FaultKind(self.kind).label)


@dataclass(frozen=True)
class Vertex:
    """A node as far as the graph goes. `is_bilingual`: with its answers; `is_ahead`: its source is a later release."""

    kind: str
    next: str = ""
    has_contact: bool = False
    is_bilingual: bool = True
    is_ahead: bool = False


@dataclass(frozen=True)
class Graph:
    """The first node, the nodes by code, and the answers: the node that asks, and the one to which it leads."""

    start: str
    nodes: Mapping[str, Vertex]
    answers: tuple[tuple[str, str], ...] = ()

    def steps(self) -> Iterator[tuple[str, str]]:
        """The edges that ask nothing."""
        return ((code, node.next) for code, node in self.nodes.items() if node.kind == "step")

    def edges(self) -> list[tuple[str, str]]:
        return [*self.steps(), *self.answers]

    def reachable(self) -> set[str]:
        """The codes to which the start leads, itself included."""
        leading: dict[str, list[str]] = {}
        for node, leads_to in self.edges():
            leading.setdefault(node, []).append(leads_to)
        found, waiting = set(), [self.start]
        while waiting:
            if (code := waiting.pop()) not in found:
                found.add(code)
                waiting += leading.get(code, ())
        return found

    def circles(self) -> set[str]:
        """The nodes from which steps alone lead back to themselves."""
        following = dict(self.steps())
        found = set()
        for code, place in following.items():
            seen = set()
            while place in following and place not in seen and place != code:
                seen.add(place)
                place = following[place]  # noqa: PLW2901 - walks on
            if place == code:
                found.add(code)
        return found


def faults(graph: Graph) -> list[Fault]:
    """Everything that is wrong with the graph, sorted."""
    return sorted({*_of_edges(graph), *_of_nodes(graph)})


def _of_edges(graph: Graph) -> Iterator[Fault]:
    if graph.start not in graph.nodes:
        yield Fault(FaultKind.NO_START, graph.start)
    for node, leads_to in graph.edges():
        if leads_to not in graph.nodes:
            yield Fault(FaultKind.UNKNOWN, leads_to)
        if node not in graph.nodes:
            yield Fault(FaultKind.STRAY_ANSWERS, node)
    for code in graph.circles():
        yield Fault(FaultKind.CIRCLE, code)


def _of_nodes(graph: Graph) -> Iterator[Fault]:
    reachable, asked = graph.reachable(), {node for node, _leads_to in graph.answers}
    for code, node in graph.nodes.items():
        if code not in reachable:
            yield Fault(FaultKind.UNREACHABLE, code)
        if node.kind == "question" and code not in asked:
            yield Fault(FaultKind.NO_ANSWERS, code)
        if node.kind != "question" and code in asked:
            yield Fault(FaultKind.STRAY_ANSWERS, code)
        if node.kind == "end" and not node.has_contact:
            yield Fault(FaultKind.NOBODY, code)
        if not node.is_bilingual:
            yield Fault(FaultKind.LANGUAGE, code)
        if node.is_ahead:
            yield Fault(FaultKind.AHEAD, code)


def in_words(found: Iterable[Fault]) -> str:
    """The faults in the active language."""
    return _("; ").join(f"{fault.node}{_(': ')}{fault.label}" for fault in found)


def refusal_of(found: Iterable[Fault]) -> str:
    """Why a guide with these faults cannot be public."""
    return _("A public guide must lead from every node to an end. %(faults)s.") % {"faults": in_words(found)}


def refusal(detail: str) -> str:
    """The same of the trigger, whose detail lists kinds and nodes: `nobody q2;unreachable q1`."""
    return refusal_of(Fault(*one.split(" ", 1)) for one in detail.split(";") if one)


#: Sets `faults` to the faults of the guide `this`, as `refusal` reads them; null if there are none.
GRAPH_FAULTS = """
WITH RECURSIVE nodes AS (
    SELECT n.*, n.release_id IS NOT NULL AND n.release_id IS DISTINCT FROM g.release_id AND NOT EXISTS (
            SELECT FROM portal_release own, portal_release whole
            WHERE own.id = n.release_id AND whole.id = g.release_id AND own.released_at <= whole.released_at
        ) AS is_ahead
    FROM portal_guidenode n JOIN portal_guide g ON g.id = n.guide_id WHERE n.guide_id = this
), answers AS (
    SELECT a.*, '' IN (a.text_zh, a.text_en) AS is_mute FROM portal_guideanswer a WHERE a.guide_id = this
), steps AS (
    SELECT n.code AS node, n.next AS leads_to FROM nodes n WHERE n.kind = 'step'
), edges AS (
    SELECT node, leads_to FROM steps UNION SELECT a.node, a.leads_to FROM answers a
), reachable AS (
    SELECT g.start::text AS code FROM portal_guide g WHERE g.id = this
    UNION SELECT e.leads_to::text FROM edges e JOIN reachable r ON e.node = r.code
), walks AS (
    SELECT s.node::text AS node, s.leads_to::text AS leads_to FROM steps s
    UNION SELECT w.node, s.leads_to::text FROM walks w JOIN steps s ON s.node = w.leads_to
), wrong (kind, node) AS (
    SELECT 'no_start', g.start FROM portal_guide g
        WHERE g.id = this AND NOT EXISTS (SELECT FROM nodes n WHERE n.code = g.start)
    UNION SELECT 'unknown', e.leads_to FROM edges e WHERE e.leads_to NOT IN (SELECT n.code FROM nodes n)
    UNION SELECT 'no_answers', n.code FROM nodes n
        WHERE n.kind = 'question' AND n.code NOT IN (SELECT a.node FROM answers a)
    UNION SELECT 'stray_answers', a.node FROM answers a
        WHERE a.node NOT IN (SELECT n.code FROM nodes n WHERE n.kind = 'question')
    UNION SELECT 'nobody', n.code FROM nodes n
        WHERE n.kind = 'end' AND n.facilities = '{}' AND n.services = '{}' AND n.address = ''
    UNION SELECT 'unreachable', n.code FROM nodes n WHERE n.code NOT IN (SELECT r.code FROM reachable r)
    UNION SELECT 'circle', w.node FROM walks w WHERE w.node = w.leads_to
    UNION SELECT 'language', n.code FROM nodes n
        WHERE '' IN (n.title_zh, n.title_en, n.text_zh, n.text_en)
        OR EXISTS (SELECT FROM answers a WHERE a.node = n.code AND a.is_mute)
    UNION SELECT 'ahead', n.code FROM nodes n WHERE n.is_ahead
)
SELECT string_agg(w.kind || ' ' || w.node, ';' ORDER BY w.kind, w.node) INTO faults FROM wrong w;
"""
