"""The graph of a guide: what is wrong with it, by the rules in Python and by the trigger in the database."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.records.refusals import refusal_of
from portal.services.faults import Fault, FaultKind, Graph, Vertex, faults
from portal.services.models import Guide, GuideNode
from portal.services.walk import GuideDetail
from tests.services.world import make_answer, make_guide, make_node, make_walk
from tests.world import commit, make_release, publish

CODES = ("a", "b", "c", "d")
EXTERNAL = "elsewhere"


@st.composite
def graphs(draw) -> Graph:
    """A graph of up to four nodes, with edges to them and to one that does not exist."""
    codes = draw(st.lists(st.sampled_from(CODES), unique=True, max_size=4))
    target = st.sampled_from([*CODES, EXTERNAL])
    nodes = {}
    for code in codes:
        kind = draw(st.sampled_from(["step", "question", "end"]))
        leads_to = draw(target) if kind == "step" else ""
        nodes[code] = Vertex(kind, leads_to, has_contact=draw(st.booleans()))
    answers = draw(st.lists(st.tuples(st.sampled_from(CODES), target), unique=True, max_size=5))
    return Graph("a", nodes, tuple(answers))


def naively(graph: Graph) -> set[Fault]:
    """The same faults by trying every walk of so many steps as there are nodes."""
    steps = {(code, node.next) for code, node in graph.nodes.items() if node.kind == "step"}
    edges = steps | set(graph.answers)
    places = [*CODES, EXTERNAL]

    def leads(between: set[tuple[str, str]], one: str, other: str) -> bool:
        near = {one}
        for _ in places:
            near |= {there for here, there in between if here in near}
        return other in near

    found = {Fault(FaultKind.NO_START, "a")} if "a" not in graph.nodes else set()
    found |= {Fault(FaultKind.UNKNOWN, there) for _here, there in edges if there not in graph.nodes}
    asked = {node for node, _there in graph.answers}
    for code in places:
        node = graph.nodes.get(code)
        if code in asked and (node is None or node.kind != "question"):
            found.add(Fault(FaultKind.STRAY_ANSWERS, code))
        if node is None:
            continue
        if not leads(edges, "a", code):
            found.add(Fault(FaultKind.UNREACHABLE, code))
        if node.kind == "question" and code not in asked:
            found.add(Fault(FaultKind.NO_ANSWERS, code))
        if node.kind == "end" and not node.has_contact:
            found.add(Fault(FaultKind.NOBODY, code))
        if any(here == code and leads(steps, there, code) for here, there in steps):
            found.add(Fault(FaultKind.CIRCLE, code))
    return found


@settings(max_examples=400, deadline=None)
@given(graph=graphs())
def test_faults_are_those_of_a_naive_search(graph):
    assert set(faults(graph)) == naively(graph)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(graph=graphs())
def test_the_database_finds_the_same_faults(graph):
    with transaction.atomic():
        guide = make_guide(start="a")
        link = {"address": "/services/", "address_label_zh": "去", "address_label_en": "Go"}
        for code, node in graph.nodes.items():
            nobody = dict.fromkeys(link, "") if node.kind == "end" and not node.has_contact else {}
            linked = link if node.has_contact else nobody
            make_node(guide, code, node.kind, next=node.next, **linked)
        for order, (node, leads_to) in enumerate(graph.answers):
            make_answer(guide, node, leads_to, order)
        found = refused(guide)
        transaction.set_rollback(True)

    assert found == [f"{fault.kind} {fault.node}" for fault in faults(graph)]


def refused(guide: Guide) -> list[str]:
    """What the database says when the guide is made public; nothing if it takes it."""
    try:
        with transaction.atomic():
            Guide.objects.filter(pk=guide.pk).update(is_public=True)
            commit()
    except IntegrityError as error:
        return error.__cause__.diag.message_detail.split(";")
    return []


def committed(change: Callable[[Guide], object], guide: Guide) -> None:
    change(guide)
    commit()


@pytest.mark.django_db
def test_a_public_guide_is_taken():
    guide = make_walk()

    commit()

    assert GuideDetail.of(guide, timezone.now()).faults == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda guide: guide.nodes.filter(code="one").delete(), "unknown one"),
        (lambda guide: guide.answers.filter(leads_to="one").delete(), "unreachable one"),
        (lambda guide: guide.nodes.filter(code="one").update(address="", address_label_zh=""), "nobody one"),
        (lambda guide: guide.nodes.filter(code="one").update(text_en=""), "language one"),
        (lambda guide: guide.answers.filter(leads_to="one").update(text_en=""), "language question"),
        (lambda guide: guide.nodes.filter(code="start").update(next="start"), "circle start"),
        (lambda guide: Guide.objects.filter(pk=guide.pk).update(start="nowhere"), "no_start nowhere"),
        (lambda guide: guide.nodes.filter(code="one").update(release=make_release("later")), "ahead one"),
    ],
)
def test_a_public_guide_cannot_be_broken(in_english, change, kind):
    guide = make_walk()
    commit()

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        committed(change, guide)

    assert kind in refusal.value.__cause__.diag.message_detail.split(";")
    assert str(FaultKind(kind.split()[0]).label) in refusal_of(refusal.value)


@pytest.mark.django_db
def test_a_node_may_be_of_an_earlier_release_than_its_guide():
    june, december = (
        publish(make_release("june"), "2022-06-17"),
        publish(make_release("december"), "2022-12-23"),
    )
    guide = make_walk(release=december)

    GuideNode.objects.filter(guide=guide, code="one").update(release=june)
    commit()

    assert guide.nodes.filter(release=june).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "end", "next": "start"},
        {"kind": "step", "next": ""},
        {"code": "all"},
        {"address": "javascript:alert(1)", "address_label_zh": "x"},
        {"address": "//evil.example", "address_label_zh": "x"},
        {"address": "/services/", "address_label_zh": ""},
        {"address": "", "address_label_zh": "x"},
    ],
)
def test_the_database_refuses_a_node_that_no_door_lets_in(fields):
    node = make_node(make_guide(), "n", "end")

    with pytest.raises(IntegrityError), transaction.atomic():
        GuideNode.objects.filter(pk=node.pk).update(**fields)


def test_every_kind_of_fault_has_words():
    assert all(Fault(kind, "n").label for kind in FaultKind)
