"""What the two source documents say, held against the rows that carry it and against the table in docs/figures.md."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from portal.records.registry import sheets as record_sheets
from portal.records.sheets import Group
from portal.statistics.codes import ObservationKind
from portal.statistics.identities import IDENTITIES, Figures
from portal.statistics.periods import Period
from tests.documents import (
    ARTICLE,
    CONFERENCE,
    DOCUMENTS,
    printed_numbers,
    printed_qualifier,
    rows,
    sheet,
    shipped,
    tables,
    tables_after,
)

SHEETS = ("Observations", "Commitments", "CommitmentUpdates", "Facilities", "Questions")
#: Sheets that the second table of each document counts.
OF_PROJECTS = ("WorkItems", "Progress", "Funding", "Beneficiaries", "Milestones", "ProjectCommitments")
#: By sheet, the column that names its rows, where they have no code of their own.
NAMED_BY = {"OperationReports": "operation", "OperationFigures": "indicator", "Disbursements": "scheme"} | {
    "CrimeFreeVillages": "area",
    "SiteOperations": "site",
}
JUNE, DECEMBER = "2022-05-31", "2022-12-23"


def count(cell: str) -> int:
    return int(cell.partition(":")[0])


def carried(document: str, *, by: tuple[str, ...] = ("section", "paragraph")) -> dict[tuple, list[int]]:
    """How many rows of each sheet stand at each place."""
    counted = [Counter(tuple(row[b] for b in by) for row in sheet(document, name)) for name in SHEETS]
    return {place: [c[place] for c in counted] for place in set().union(*counted)}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_table_counts_the_rows_of_every_paragraph(document):
    paragraphs, *_others = tables(document)

    told = {(row[0].split()[0], row[1]): [count(cell) for cell in row[3:8]] for row in paragraphs}

    assert {place: counts for place, counts in told.items() if any(counts)} == carried(document)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_table_names_every_row(document):
    paragraphs, *_others = tables(document)

    for row in paragraphs:
        place = {"section": row[0].split()[0], "paragraph": row[1]}
        here = [[r for r in sheet(document, name) if place.items() <= r.items()] for name in SHEETS]
        observations, commitments, updates, facilities, _questions = here
        assert re.findall(r"`([a-z0-9-]+)`", row[3]) == [r["indicator"] for r in observations]
        assert row[3].count("†") == sum(r["status"] == "low_reliability" for r in observations)
        for cell, codes in (
            (row[4], [r["code"] for r in commitments]),
            (row[5], [r["commitment"] for r in updates]),
            (row[6], [r["code"] for r in facilities]),
        ):
            assert cell.partition(":")[2].replace(" ", "").split(",") == (codes or [""])


@pytest.mark.parametrize("document", DOCUMENTS)
def test_table_has_every_paragraph_of_every_section(document):
    paragraphs, *_others = tables(document)

    assert [(row[0].split()[0], row[1]) for row in paragraphs] == [
        (section["number"], str(n))
        for section in sheet(document, "Sections")
        for n in range(1, int(section["paragraphs"]) + 1)
    ]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_totals_add_up(document):
    paragraphs, _projects, totals = tables(document)
    carrying = carried(document, by=("section",))
    lengths = Counter(row[0].split()[0] for row in paragraphs)

    *sections, whole = [[row[0].split()[0], *map(int, row[1:])] for row in totals]

    assert sections == [[s, n, *carrying.get((s,), [0] * len(SHEETS))] for s, n in lengths.items()]
    assert whole[1:] == [sum(column) for column in zip(*(row[1:] for row in sections), strict=True)]


def sheets_without_a_column() -> dict[str, str]:
    """The sheets of a release that state something at a paragraph, and that no table above counts, with their codes."""
    counted = {*SHEETS, *OF_PROJECTS}
    found = [
        one
        for one in record_sheets()
        if one.group is Group.RELEASE
        and one.code not in counted
        and {"section", "paragraph"} <= {column.code for column in one.columns}
    ]
    return {one.code: NAMED_BY.get(one.code, "code") for one in found}


def test_table_counts_and_names_every_other_row():
    (table,) = tables_after("## Events, operations, rules and registers")
    stated = {
        (document, row["section"], row["paragraph"], name): []
        for document in DOCUMENTS
        for name in sheets_without_a_column()
        for row in shipped(document, name)
    }
    for (document, section, paragraph, name), codes in stated.items():
        for row in shipped(document, name):
            if (row["section"], row["paragraph"]) == (section, paragraph):
                codes.append(row[sheets_without_a_column()[name]])

    told = {(*cells[:4],): re.findall(r"`([a-z0-9-]+)`", cells[4]) for cells in table}

    assert {key: sorted(codes) for key, codes in told.items()} == {
        key: sorted(codes) for key, codes in stated.items()
    }
    assert [cells for cells in table if count(cells[4]) != len(told[(*cells[:4],)])] == []


#: locator, indicator, dimensions, value, unit, qualifier, first day, last day, as printed
ARTICLE_FACTS = """
1.2 landscape-roads-upgraded - 5 road - 2022-01-01 2022-12-31 5条
1.4 old-estates-renovated - 14 estate - 2022-01-01 2022-12-31 14个
1.4 affordable-housing-buildings-renovated - 70 building - 2022-01-01 2022-12-31 70栋
1.4 renovation-households-benefiting - 6527 household - 2022-01-01 2022-12-31 6527户
1.7 back-street-estimate - 20790000 cny - - 2022-12-31 2079万元
1.7 back-street-length-repaired - 5312 metre - - 2022-12-31 5312米
1.7 back-street-sewer-laid - 987 metre - - 2022-05-31 987米
2.2 epidemic-tracing-records - 40000 record over 2022-01-01 2022-05-31 4万余条
2.2 followup-visits - 140000 person-time - 2022-01-01 2022-05-31 14万人次
2.3 cases-solved - 215 case - 2022-01-01 2022-05-31 215起
2.3 suspects-arrested - 72 person - 2022-01-01 2022-05-31 72人
2.3 case-losses-recovered - 3550000 cny - 2022-01-01 2022-05-31 355万元
2.4 red-armband-volunteers - 2800 person over - 2022-05-31 2800余名
3.2 herbal-decoction-packets - 18038 packet - 2022-01-01 2022-03-31 18038付
3.3 rural-fp-reward-eligible - 10308 person - 2022-01-01 2022-12-31 10308人
3.3 special-fp-support-eligible - 375 person - 2022-01-01 2022-12-31 375人
3.3 marriage-pregnancy-checkups - 98 person - 2022-01-01 2022-03-31 98人
4.3 fitness-equipment-installed - 200 item - 2021-01-01 2021-12-31 200件
4.4 culture-centre-resident-members - 1500 person over - 2022-05-31 1500多人
4.6 spring-festival-activities organiser_level=town_street 68 session - 2022-01-31 2022-02-06 68场
5.2 school-building-investment - 1060000000 cny - - 2022-05-31 10.6亿元
5.2 school-it-investment - 20000000 cny over - 2022-05-31 2000多万元
5.3 teaching-title-selection-rate - 100 percent nearly - 2022-05-31 近100%
5.4 teachers-recruited - 72 person - 2022-01-01 2022-05-31 72人
6.3 relief-topup-paid - 143000 cny - 2022-01-01 2022-03-31 14.3万元
6.3 illness-aid-paid - 250000 cny - 2022-04-01 2022-04-30 25万元
6.3 disabled-visit-gifts - 90000 cny about 2022-05-01 2022-05-31 约9万元
"""
CONFERENCE_FACTS = """
1.1.1 illegal-structures-demolished-area - 15800 square-metre over 2022-07-01 2022-12-23 15800余平方米
1.1.1 rain-sewage-separation-length - 23.5 kilometre about - 2022-12-23 约23.5公里
1.2.1 old-estates-renovated - 13 estate - 2022-01-01 2022-12-23 13个老旧小区、智慧小区
1.2.1 old-estate-floor-area-cumulative - 1500000 square-metre over - 2022-12-23 150余万平方米
1.2.1 old-estate-investment-cumulative - 310000000 cny over - 2022-12-23 超3.1亿元
1.2.2 micro-projects-funding funding_source=social 3840000 cny - 2022-01-01 2022-12-23 384万元
1.3.1 rural-toilets-renovated - 7589 household - - 2022-12-23 7589户
1.3.2 farm-households-clean-heating - 2259 household - - 2022-12-23 2259户
1.4.4 old-estate-floor-area-renovated - 100000 square-metre over 2023-01-01 2023-12-31 10余万平米
2.1.1 followup-visits - 295000 person-time - 2022-01-01 2022-12-23 29.5万人次
2.1.2 criminal-cases-solved - 531 case - 2022-01-01 2022-12-23 531起
2.1.2 criminal-suspects-arrested - 314 person - 2022-01-01 2022-12-23 314人
2.1.2 gambling-funds-frozen - 161000000 cny - 2022-01-01 2022-12-23 1.61亿元
2.1.2 property-crime-proceeds-recovered - 6174000 cny over 2022-01-01 2022-12-23 617.4万余元
2.1.2 elder-fraud-recovery-rate - 77.2 percent - 2022-01-01 2022-12-23 77.2%
2.1.3 dispute-alerts-checked - 13099 record - 2022-01-01 2022-12-23 13099条
2.1.3 dispute-alerts-resolved - 13073 case - 2022-01-01 2022-12-23 13073起
2.1.3 police-response-ring-minutes response_ring=ring_3 5 minute - - 2022-12-23 1、3、5分钟
2.1.4 household-satisfaction-visits - 21700 person-time over - 2022-12-23 21700余人次
2.1.4 exit-entry-applications - 1423 item-time - 2022-01-01 2022-12-23 1423件次
3.1.1 nucleic-tests - 30400000 person-time - - 2022-12-23 3040万人次
3.1.1 covid-vaccine-doses - 772390 dose - - 2022-12-23 772390剂次
3.1.1 covid-full-vaccination-rate age_band=60_70 92.61 percent - - 2022-12-23 92.61%
3.1.3 severe-mental-management-rate - 91.6 percent - - 2022-12-23 91.6%
3.1.3 fp-subsidies-paid - 14000000 cny over - 2022-12-23 1400余万元
3.1.3 rural-fp-reward-payments - 10308 person-time - 2022-01-01 2022-12-23 10308人次
3.2.6 family-doctor-key-group-coverage - 60 percent at_least - 2023-12-31 60%以上
"""
#: every token that lost a word or ran into the next, with the reading that was chosen
DAMAGED = """
2.1.2 online-fugitives-arrested - 83 person - 2022-01-01 2022-12-23 网83名
2.1.2 criminal-cases-solved-by-type crime_type=major_gambling 2 case - 2022-01-01 2022-12-23 2特大赌博案
3.1.1 mobile-pcr-labs - 1 piece - 2022-01-01 2022-12-23 移动PCR方舱实验室1累计
3.1.2 chronic-disease-followups disease=diabetes 6041 person-time - 2022-01-01 2022-12-23 604110821人次
3.1.2 chronic-disease-followups disease=hypertension 10821 person-time - 2022-01-01 2022-12-23 604110821人次
3.1.3 sealant-subsidy - 275600 cny - 2022-01-01 2022-12-23 27.56万
3.1.3 fp-hardship-families - 25 household - 2022-01-01 2022-12-23 计生困难家庭25农村
3.1.4 medical-problems-fixed - 175 problem - 2022-01-01 2022-12-23 175组织34人
3.1.4 undercover-inspection-members - 34 person - - 2022-12-23 175组织34人
3.2.6 famous-doctor-studios - 1 piece - - 2023-12-31 各180%以上
3.2.6 special-departments - 1 piece - - 2023-12-31 各180%以上
3.2.6 village-clinics-equipped - 80 percent at_least - 2023-12-31 各180%以上
"""


def facts(document: str) -> Iterator[str]:
    """The document's observations, in the form of the facts above."""
    units = {row["code"]: row["unit"] for row in rows("reference/Indicators")}
    for row in sheet(document, "Observations"):
        words = ("dimensions", "value", "qualifier", "period_start", "period_end", "as_printed")
        dimensions, value, qualifier, start, end, printed = (row[word] or "-" for word in words)
        locator = f"{row['section']}.{row['paragraph']}"
        unit = units[row["indicator"]]
        yield f"{locator} {row['indicator']} {dimensions} {value} {unit} {qualifier} {start} {end} {printed}"


@pytest.mark.parametrize(
    ("document", "told"), [(ARTICLE, ARTICLE_FACTS), (CONFERENCE, CONFERENCE_FACTS), (CONFERENCE, DAMAGED)]
)
def test_figure_stands_as_the_document_prints_it(document, told):
    assert set(told.split("\n")) - {""} - set(facts(document)) == set()


def test_damaged_tokens_are_marked_and_explained():
    uncertain = [row for row in sheet(CONFERENCE, "Observations") if row["status"] == "low_reliability"]

    assert sorted(row["indicator"] for row in uncertain) == sorted(
        line.split()[1] for line in DAMAGED.splitlines() if line
    )
    assert all(row["note_zh"] and row["note_en"] for row in uncertain)


#: printed without a number: counted from the names beside it, or from the ten roads of the same paragraph
COUNTED = {
    "flower-border-designs-completed": "4",
    "resettlement-communities-built": "1",
    "back-street-roads-started": "10",
    "parks-built": "3",
}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_value_and_qualifier_are_those_of_the_printed_token(document):
    for row in sheet(document, "Observations"):
        token, value = row["as_printed"], row["value"]
        if row["status"] == "low_reliability":
            continue  # pinned above, one by one
        if row["indicator"] in COUNTED:
            assert value == COUNTED[row["indicator"]]
            continue
        assert Decimal(value) in printed_numbers(token), row
        assert row["qualifier"] == printed_qualifier(token), row


@pytest.mark.parametrize("document", DOCUMENTS)
def test_plans_are_targets_and_results_are_not(document):
    last = {ARTICLE: JUNE, CONFERENCE: DECEMBER}[document]

    basis = {row["code"]: row["basis"] for row in rows("reference/Indicators")}
    for row in sheet(document, "Observations"):
        begun = row["period_start"] if basis[row["indicator"]] == "roll" else row["period_end"]
        assert (row["kind"] == "target") == (begun > last), row


def test_residents_find_the_printed_numbers_and_hours():
    places = {row["code"]: row for row in rows("content/Facilities")}

    assert {code: row["phone"] for code, row in places.items() if row["phone"]} == {
        "health-office": "5980090",
        "mayor-hotline-12345": "12345",
        "police-110": "110",
        "anti-fraud-96110": "96110",
        "labour-social-security-12333": "12333",
        "medical-insurance-12393": "12393",
    }
    assert {row["code"] for row in places.values() if not row["release"]} == {
        "police-110",
        "anti-fraud-96110",
        "labour-social-security-12333",
        "medical-insurance-12393",
    }
    assert {code: row["hours_zh"] for code, row in places.items() if row["hours_zh"]} == {
        "district-culture-centre": "8:30—21:00",
    }
    answer = next(row for row in sheet(CONFERENCE, "Questions") if row["section"] == "q3")
    for language in ("zh", "en"):
        assert "5980090" in answer[f"answer_{language}"]
        assert "12345" in answer[f"answer_{language}"]
    assert not any(row["address_zh"] or row["address_en"] for row in places.values())


def test_commitments_are_due_when_the_document_says():
    rows = [row for document in DOCUMENTS for row in sheet(document, "Commitments")]
    due = {row["code"]: row["due"] for row in rows if row["kind"] == "measurable"}

    assert len(rows) == 57
    assert len(due) == 28
    assert not any(row["due"] for row in rows if row["kind"] == "direction")
    assert due["old-estates-2022"] == "2022-12-31"
    assert due["xiaocheng-garden-finish"] == due["aiyuquya-handover"] == "2022-06-30"
    assert due["school-sports-grounds-open-2022"] == "2022-12-31"
    assert due["spring-festival-lighting-2023"] == "2023-01-21"
    assert due["old-estates-renovation-2023"] == due["village-doctor-qualification-2023"] == "2023-12-31"
    assert {code for code, day in due.items() if not day} == {
        "pocket-parks-chongwen-jinxiu",
        "back-street-repair-10-roads",
        "two-cancer-screening",
        "property-rectification-campaign",
    }


def test_conference_reports_on_two_commitments_of_the_article():
    reports = sheet(CONFERENCE, "CommitmentUpdates")

    assert {row["commitment"]: row["outcome"] for row in reports} == {
        "old-estates-2022": "changed",
        "landscape-roads-2022": "partly",
    }


class Declared:
    """The checks and figures of the CSV files in the shape in which the portal's identities take them."""

    def __init__(self) -> None:
        self.indicators = {row["code"]: row for row in rows("reference/Indicators")}
        self.figures = Figures(self._figure(row) for d in DOCUMENTS for row in sheet(d, "Observations"))

    def outcomes(self) -> Iterator[tuple[str, str]]:
        """Every check of figures with figures and its state, once for each time that its figures meet."""
        terms = rows("reference/CheckTerms")
        for row in rows("reference/Checks"):
            own = [
                SimpleNamespace(role=t["role"], series_id=self._series(t))
                for t in terms
                if t["check"] == row["code"]
            ]
            rule = SimpleNamespace(
                code=row["code"],
                kind=row["kind"],
                scale=int(row["scale"] or 1),
                complete=row["complete"] == "yes",
                reading_zh=row["reading_zh"],
                reading_en=row["reading_en"],
                low=Decimal(row["low"]) if row["low"] else None,
                high=Decimal(row["high"]) if row["high"] else None,
                terms=SimpleNamespace(all=lambda own=own: own),
            )
            for outcome in IDENTITIES[row["kind"]](rule, self.figures) if row["kind"] in IDENTITIES else ():
                yield row["code"], outcome.state

    def _series(self, row: dict[str, str]) -> tuple:
        return row["indicator"], row["area"], row["dimensions"]

    def _figure(self, row: dict[str, str]) -> SimpleNamespace:
        indicator = self.indicators[row["indicator"]]
        unit, decimals = indicator["unit"], int(indicator["decimals"])
        return SimpleNamespace(
            series_id=self._series(row),
            series=SimpleNamespace(
                indicator=SimpleNamespace(
                    code=row["indicator"], unit_id=unit, decimals=decimals, comparable_from=None
                ),
                area=SimpleNamespace(code=row["area"]),
            ),
            not_comparable=row.get("not_comparable", ""),
            period=Period(row["period_start"] or None, row["period_end"], indicator["basis"]),
            kind=ObservationKind(row["kind"]),
            is_result=row["kind"] == ObservationKind.ACTUAL and bool(row["value"]),
            value=Decimal(row["value"]) if row["value"] else None,
            qualifier=row["qualifier"],
            status=row["status"],
            as_printed=row["as_printed"],
            period_start=row["period_start"],
            period_end=date.fromisoformat(row["period_end"]),
        )


def test_every_check_meets_its_figures_and_one_finds_a_contradiction():
    found = dict(Declared().outcomes())

    assert set(found) == {row["code"] for row in rows("reference/Checks") if row["kind"] != "count"}
    assert {code: state for code, state in found.items() if state != "holds"} == {
        "severe-mental-rate": "contradiction",
        "criminal-suspects-parts": "doubtful",
        "rural-fp-eligible-vs-payments": "doubtful",
        "special-fp-eligible-vs-payments": "doubtful",
        "nucleic-tests-per-resident": "doubtful",
        "lianhua-boxes-per-recipient": "doubtful",
    }


def test_every_sector_has_a_few_headline_figures():
    headlines = [row for row in rows("reference/Indicators") if row["headline"] == "yes"]
    actual = {
        row["indicator"]
        for document in DOCUMENTS
        for row in sheet(document, "Observations")
        if row["kind"] == "actual" and row["status"] != "low_reliability"
    }

    assert set(Counter(row["sector"] for row in headlines).values()) <= {2, 3, 4}
    assert {row["code"] for row in headlines} <= actual


#: Words of the notes on rows of which the document prints no day.
UNDATED = [
    "没有写完成日期",
    "没有写起止日期",
    "没有自带时间",
    "没有写日期",
    "没有写明时间",
    "没有写明截止日期",
    "起止时间未写",
    "起始日期未写",
    "具体日期未写",
    "期末按年底登记",
    "按文章期末登记",
    "按5月登记",
    "没有写起始时间",
    "没有写结束日",
    "日子没有写",
    "登记为截至当日",
    "登记至发布会当日",
    "与本段其他数一样登记为当年",
    "同期，登记为当年",
]


def test_note_that_the_document_prints_no_day_goes_with_an_inferred_period():
    """Both ways: whoever writes the one writes the other."""
    told = [row for document in DOCUMENTS for row in sheet(document, "Observations")]
    told += sheet(ARTICLE, "Disbursements")

    for row in told:
        undated = any(words in row["note_zh"] for words in UNDATED)
        assert (row.get("period_inferred") == "yes") == undated, row
