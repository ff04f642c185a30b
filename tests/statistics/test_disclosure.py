"""What readers can compute about suppressed counts; checked against an enumeration of every possible table."""

import itertools
import math
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.statistics.disclosure import (
    Exposure,
    Identity,
    Limit,
    at_most,
    bounds,
    exposures,
    further_suppressions,
    rate,
    total,
)

SMALLEST = 10


def exact(**values: int) -> dict[str, tuple[int, int]]:
    return {cell: (value, value) for cell, value in values.items()}


def test_one_suppressed_part_follows_from_the_total():
    parts = total("all", ["a", "b", "c"])

    assert exposures(exact(all=60, a=35, c=22), {"b": SMALLEST}, [parts]) == [Exposure("b", 3, 3)]


def test_two_suppressed_parts_protect_each_other():
    parts = total("all", ["a", "b", "c"])

    assert exposures(exact(all=60, a=35), {"b": SMALLEST, "c": SMALLEST}, [parts]) == []


def test_smaller_of_two_suppressed_parts_may_still_be_too_narrow():
    parts = total("all", ["a", "b", "c"])

    assert exposures(exact(all=41, a=35), {"b": SMALLEST, "c": SMALLEST}, [parts]) == [
        Exposure("b", 0, 6),
        Exposure("c", 0, 6),
    ]


def test_growth_of_a_running_total_is_a_hidden_count():
    month = total("november", ["october", "month"])

    assert exposures(exact(october=12, november=13), {"month": SMALLEST}, [month]) == [
        Exposure("month", 1, 1)
    ]
    assert exposures(exact(october=12, november=12), {"month": SMALLEST}, [month]) == []
    assert exposures(exact(october=12, november=30), {"month": SMALLEST}, [month]) == []


def test_rate_and_base_give_the_count_away():
    printed = list(rate("ill", "all", 0.0395, 0.0405))

    assert exposures(exact(all=100), {"ill": SMALLEST}, printed) == [Exposure("ill", 4, 4)]
    assert exposures(exact(all=10_000), {"ill": SMALLEST}, printed) == []


def test_whole_bounds_its_part():
    assert exposures(exact(district=4), {"village": SMALLEST}, [at_most("village", "district")]) == [
        Exposure("village", 0, 4)
    ]


def test_suppressed_count_that_nothing_is_known_of_is_safe():
    assert bounds({}, ["a"], []) == {"a": (Limit(0), Limit(float("inf")))}
    assert exposures({}, {"a": SMALLEST}, []) == []


def test_proposal_suppresses_the_smallest_part_that_protects():
    parts = total("all", ["a", "b", "c"])
    known = exact(all=60, a=35, c=22)

    assert further_suppressions(known, {"b": SMALLEST}, [parts], dict.fromkeys(known, SMALLEST)) == ["c"]


def test_proposal_says_where_nothing_helps():
    parts = total("all", ["a", "b"])

    assert further_suppressions(exact(all=13, a=10), {"b": SMALLEST}, [parts], {}) is None


def test_limits_name_the_published_cells_they_follow_from():
    parts = total("all", ["a", "b", "c"])

    (found,) = exposures(exact(all=60, a=35, c=22), {"b": SMALLEST}, [parts])

    for limit in found.limits:
        assert limit.value == sum(coefficient * value for _cell, coefficient, value in limit.terms)
        assert sorted(limit.terms) == [("a", -1, 35), ("all", 1, 60), ("c", -1, 22)]


def test_what_was_public_before_is_no_exposure_of_a_release():
    parts, known = total("all", ["a", "b", "c"]), exact(all=60, a=35, c=22)

    assert exposures(known, {"b": SMALLEST}, [parts], public=known) == []
    assert exposures(known, {"b": SMALLEST}, [parts], public=exact(all=60, a=35)) == [Exposure("b", 3, 3)]


def test_figures_that_contradict_each_other_hide_nothing_behind_them():
    parts = total("all", ["a", "b", "c"])
    broken = [total("x", ["a", "c"]), at_most("b", "y")]

    assert exposures(exact(all=60, a=35, c=22, x=1), {"b": SMALLEST}, [parts, *broken]) == [
        Exposure("b", 3, 3)
    ]
    assert exposures(exact(all=60, a=35, c=22, y=2), {"b": SMALLEST}, [parts, *broken]) == []
    assert exposures(exact(all=60, a=57, y=4), {"b": SMALLEST, "c": SMALLEST}, [parts, *broken]) == [
        Exposure("b", 0, 3),
        Exposure("c", 0, 3),
    ]


def test_nothing_is_proposed_where_nothing_is_exposed():
    assert further_suppressions(exact(a=12), {}, [], {"a": SMALLEST}) == []


def tables(values: list[list[int]]) -> tuple[dict[str, int], list]:
    """A table of counts with its margins, and the identities that connect them."""
    rows, columns = len(values), len(values[0])
    cells = {f"r{row}c{column}": values[row][column] for row in range(rows) for column in range(columns)}
    identities = []
    for row in range(rows):
        cells[f"r{row}"] = sum(values[row])
        identities.append(total(f"r{row}", [f"r{row}c{column}" for column in range(columns)]))
    for column in range(columns):
        cells[f"c{column}"] = sum(line[column] for line in values)
        identities.append(total(f"c{column}", [f"r{row}c{column}" for row in range(rows)]))
    return cells, identities


SMALL = 4
counts = st.tuples(st.integers(2, 3), st.integers(2, 3)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 9), min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@given(counts)
@settings(max_examples=40, deadline=None)
def test_reader_of_a_protected_table_finds_out_no_small_count(values):
    cells, identities = tables(values)
    hidden = {cell: SMALL for cell, value in cells.items() if 0 < value < SMALL}
    known = {cell: (value, value) for cell, value in cells.items() if cell not in hidden}

    also = further_suppressions(known, hidden, identities, dict.fromkeys(known, SMALL))

    assert also is not None
    left = {cell: value for cell, value in cells.items() if cell not in {*hidden, *also}}
    for cell in hidden:
        possible = what_a_reader_finds(cell, left, identities, list(cells))
        assert possible is None or {1, SMALL - 1} <= possible


def what_a_reader_finds(
    cell: str, published: dict[str, int], identities: list, cells: list[str]
) -> set[int] | None:
    """The values that the count may have, by trying all tables; None if it may as well be one to publish."""
    inner = [name for name in cells if "r" in name and "c" in name and name not in published]
    most = 12 * 3
    limits = {name: min([published[m] for m in margins(name) if m in published] or [most]) for name in inner}
    if len(inner) > 5 or math.prod(limit + 1 for limit in limits.values()) > 20_000:
        return None
    possible = set()
    for values in itertools.product(*(range(limits[name] + 1) for name in inner)):
        table = {**published, **dict(zip(inner, values, strict=True))}
        for identity in identities:
            (whole, _one), *parts = identity.terms
            table.setdefault(whole, sum(table[part] for part, _c in parts))
        if all(sum(c * table[name] for name, c in identity.terms) == 0 for identity in identities):
            possible.add(table[cell])
    return possible if max(possible) < SMALL else None


def margins(name: str) -> tuple[str, str]:
    row, column = name[1:].split("c")
    return f"r{row}", f"c{column}"


def monthly(values: list[list[list[int]]]) -> tuple[dict[str, int], list]:
    """Running totals of a table over months: all cells and margins of each month, and what each month adds."""
    cells, identities, running = {}, [], None
    for month, added in enumerate(values):
        running = (
            added
            if running is None
            else [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(running, added, strict=True)]
        )
        table, connected = tables(running)
        cells |= {f"{month} {name}": value for name, value in table.items()}
        identities += [Identity(tuple((f"{month} {name}", c) for name, c in one.terms)) for one in connected]
        if month:
            identities += [
                total(f"{month} {name}", [f"{month - 1} {name}", f"{month} {name} added"]) for name in table
            ]
            cells |= {
                f"{month} {name} added": value - cells[f"{month - 1} {name}"] for name, value in table.items()
            }
    return cells, identities


@given(
    st.lists(
        st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2),
        min_size=2,
        max_size=3,
    )
)
@settings(max_examples=40, deadline=None)
def test_reader_who_solves_the_equations_finds_no_small_count_of_any_month(values):
    cells, identities = monthly(values)
    hidden = {cell: SMALL for cell, value in cells.items() if 0 < value < SMALL or cell.endswith("added")}
    known = {cell: (value, value) for cell, value in cells.items() if cell not in hidden}

    also = further_suppressions(known, hidden, identities, dict.fromkeys(known, SMALL))

    assert also is not None
    left = {cell: value for cell, value in cells.items() if cell not in {*hidden, *also}}
    solved = what_equations_give(left, identities, sorted(cells))
    assert {cell for cell, value in solved.items() if cell in hidden and 0 < value < SMALL} == set()
    assert all(cells[cell] == value for cell, value in solved.items())


def what_equations_give(published: dict[str, int], identities: list, cells: list[str]) -> dict[str, Fraction]:
    """The unpublished values that the equations determine, by elimination; no linear program."""
    unknown = [cell for cell in cells if cell not in published]
    rows = []
    for identity in identities:
        row = [Fraction(0)] * (len(unknown) + 1)
        for cell, coefficient in identity.terms:
            if cell in published:
                row[-1] -= Fraction(coefficient) * published[cell]
            else:
                row[unknown.index(cell)] += Fraction(coefficient)
        rows.append(row)
    done = 0
    for column in range(len(unknown)):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for n, row in enumerate(rows):
            if n != done and row[column]:
                rows[n] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    single = (row for row in rows[:done] if sum(map(bool, row[:-1])) == 1)
    return {unknown[next(n for n, value in enumerate(row) if value)]: row[-1] for row in single}


def test_bounds_of_a_wide_table_hold_the_truth():
    values = [[(row * 7 + column * 3) % 30 for column in range(40)] for row in range(10)]
    cells, identities = tables(values)
    hidden = {cell: SMALLEST for cell, value in cells.items() if 0 < value < SMALLEST}

    found = bounds({c: (v, v) for c, v in cells.items() if c not in hidden}, hidden, identities)

    assert all(low.value - 1e-6 <= cells[cell] <= high.value + 1e-6 for cell, (low, high) in found.items())
