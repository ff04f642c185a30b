"""Numbers that the documents' data carries twice, as a statistic of the district and at a project, are the same."""

from collections.abc import Iterator

from tests.documents import DOCUMENTS, rows, sheet

#: indicator, dimensions, kind, last day; then sheet, undertaking, and what tells its rows apart
PAIRS = """
landscape-roads-upgraded - target 2022-12-31 = WorkItems landscape-roads-2022 roads
small-gardens-built - target 2022-12-31 = WorkItems small-gardens-2022 gardens
affordable-housing-buildings-renovated - target 2022-12-31 = WorkItems fuan-affordable-housing-2022 buildings
affordable-housing-buildings-renovated - target 2022-12-31 = Beneficiaries fuan-affordable-housing-2022 building planned
renovation-households-benefiting - target 2022-12-31 = Beneficiaries old-estates-2022 household planned
micro-projects-collected - actual 2022-05-31 = Progress micro-projects-2022 collected
micro-projects-in-design - actual 2022-05-31 = Progress micro-projects-2022 screened
micro-projects-in-design - actual 2022-05-31 = Progress micro-projects-2022 drawings
resettlement-communities-completed - target 2022-12-31 = WorkItems resettlement-2022 communities
back-street-estimate - target 2022-12-31 = Funding back-streets-2022 total estimated
back-street-roads-repaired - target 2022-12-31 = WorkItems back-streets-2022 roads
back-street-length-repaired - target 2022-12-31 = WorkItems back-streets-2022 road-length
back-street-sewer-laid - actual 2022-05-31 = Progress back-streets-2022 sewer-pipe
fitness-equipment-installed - actual 2021-12-31 = Progress fitness-equipment-2021 equipment
fitness-equipment-communities - actual 2021-12-31 = Progress fitness-equipment-2021 communities
fitness-equipment-communities - actual 2021-12-31 = Beneficiaries fitness-equipment-2021 community actual
fitness-equipment-estates - target 2022-12-31 = WorkItems fitness-equipment-2022 estates
fitness-equipment-estates - target 2022-12-31 = Beneficiaries fitness-equipment-2022 estate planned
school-building-investment - actual 2022-05-31 = Funding school-building-plan total invested
school-places-added - actual 2022-05-31 = Beneficiaries school-building-plan school-place actual
schools-under-construction - actual 2022-05-31 = WorkItems schools-three-year-plan schools
kindergartens-under-construction - actual 2022-05-31 = WorkItems kindergartens-three-year-plan kindergartens
school-it-investment - actual 2022-05-31 = Funding school-it-equipment total invested
multimedia-sets-bought - actual 2022-05-31 = Progress school-it-equipment multimedia
computers-renewed - actual 2022-05-31 = Progress school-it-equipment computers
city-key-projects-listed - actual 2022-12-23 = WorkItems city-key-projects-2022 projects
city-key-projects-completed - actual 2022-12-23 = Progress city-key-projects-2022 projects
appearance-campaign-tasks - actual 2022-05-31 = WorkItems appearance-campaign-2022 tasks
illegal-structures-demolished - actual 2022-12-23 = Progress illegal-structures-2022 structures
illegal-structures-demolished-area - actual 2022-12-23 = Progress illegal-structures-2022 area
rain-sewage-separation-estates - actual 2022-12-23 = Progress rain-sewage-separation estates
rain-sewage-separation-estates - actual 2022-12-23 = Beneficiaries rain-sewage-separation estate actual
rain-sewage-separation-length - actual 2022-12-23 = Progress rain-sewage-separation pipes
old-estate-projects-cumulative - actual 2022-12-23 = Progress old-estate-renovation projects
old-estate-floor-area-cumulative - actual 2022-12-23 = Beneficiaries old-estate-renovation square-metre actual
old-estate-investment-cumulative - actual 2022-12-23 = Funding old-estate-renovation total invested
micro-projects-implemented - actual 2022-12-23 = Progress micro-projects-2022 implemented
micro-projects-cost - actual 2022-12-23 = Funding micro-projects-2022 total cost
micro-projects-funding funding_source=fiscal actual 2022-12-23 = Funding micro-projects-2022 government subsidised
micro-projects-funding funding_source=social actual 2022-12-23 = Funding micro-projects-2022 society invested
rural-toilets-renovated - actual 2022-12-23 = Progress rural-toilets household-toilets
rural-toilets-renovated - actual 2022-12-23 = Beneficiaries rural-toilets household actual
rural-public-toilets-built - actual 2022-12-23 = Progress rural-toilets public-toilets
toilet-service-stations - actual 2022-12-23 = Progress rural-toilets service-stations
toilet-maintenance-teams - actual 2022-12-23 = Progress rural-toilets maintenance-teams
sewage-suction-vehicles - actual 2022-12-23 = Progress rural-toilets suction-vehicles
toilet-waste-transfer-stations - actual 2022-12-23 = Progress rural-toilets transfer-stations
rural-public-venues-clean-heating - actual 2022-12-23 = Progress clean-heating-venues venues
farm-households-clean-heating - actual 2022-12-23 = Progress clean-heating-households households
farm-households-clean-heating - actual 2022-12-23 = Beneficiaries clean-heating-households household actual
old-estate-renovation-areas - target 2023-12-31 = WorkItems old-estates-2023 areas
old-estate-buildings-renovated - target 2023-12-31 = WorkItems old-estates-2023 buildings
old-estate-buildings-renovated - target 2023-12-31 = Beneficiaries old-estates-2023 building planned
old-estate-floor-area-renovated - target 2023-12-31 = WorkItems old-estates-2023 floor-area
old-estate-floor-area-renovated - target 2023-12-31 = Beneficiaries old-estates-2023 square-metre planned
mobile-pcr-labs - actual 2022-12-23 = Progress mobile-pcr-lab laboratory
model-village-clinics-built clinic_grade=provincial actual 2022-12-23 = Progress model-village-clinics-2022 provincial
model-village-clinics-built clinic_grade=municipal actual 2022-12-23 = Progress model-village-clinics-2022 municipal
"""
#: indicator and day, whose number is the count of something listed by name
COUNTED = {
    ("flower-border-designs-completed", "2022-05-31"): ("designs", "landscape-roads-2022"),
    ("garden-designs-completed", "2022-05-31"): ("designs", "small-gardens-2022"),
    ("small-gardens-built", "2022-12-31"): ("projects", "small-gardens-2022"),
    ("resettlement-communities-completed", "2022-12-31"): ("projects", "resettlement-2022"),
    ("parks-built", "2022-12-31"): ("projects", "parks-2022"),
    ("fitness-equipment-estates", "2022-12-31"): ("projects", "fitness-equipment-2022"),
    ("old-estate-renovation-areas", "2023-12-31"): ("projects", "old-estates-2023"),
}
NUMBERS = {
    "WorkItems": ("planned_quantity", ("code",)),
    "Progress": ("quantity", ("work_item",)),
    "Funding": ("amount", ("source", "kind")),
    "Beneficiaries": ("value", ("unit", "kind")),
}
Figure = tuple[str, str, str, tuple[str, str, str], str]


def statistics() -> dict[str, Figure]:
    """The observations of both documents: value, qualifier, unit, place, and whether a damaged token was read."""
    units = {row["code"]: row["unit"] for row in rows("reference/Indicators")}
    return {
        f"{row['indicator']} {row['dimensions'] or '-'} {row['kind']} {row['period_end']}": (
            row["value"],
            row["qualifier"],
            units[row["indicator"]],
            (document, row["section"], row["paragraph"]),
            row["status"] if row["status"] == "low_reliability" else "",
        )
        for document in DOCUMENTS
        for row in sheet(document, "Observations")
    }


def at_projects() -> Iterator[tuple[str, Figure]]:
    """Every number of a project or programme but the percentages, in the form of an observation's."""
    units = {
        (row["undertaking"], row["code"]): row["unit"] for d in DOCUMENTS for row in sheet(d, "WorkItems")
    }
    for document in DOCUMENTS:
        for name, (number, key) in NUMBERS.items():
            for row in sheet(document, name):
                item = row["undertaking"], row.get("work_item") or row.get("code")
                unit = "cny" if name == "Funding" else row.get("unit") or units.get(item, "")
                damaged = row.get("status") if row.get("status") == "low_reliability" else ""
                place = document, row["section"], row["paragraph"]
                if row[number]:
                    words = " ".join([name, row["undertaking"], *(row[column] for column in key)])
                    yield words, (row[number], row["qualifier"], unit, place, damaged)


def pairs() -> list[tuple[str, str]]:
    return [tuple(line.split(" = ")) for line in PAIRS.split("\n") if line]


def test_number_that_stands_twice_is_the_same():
    known, own = statistics(), dict(at_projects())

    assert {words: own[words] for _figure, words in pairs()} == {
        words: known[figure] for figure, words in pairs()
    }


def test_every_number_of_a_project_is_a_statistic_too():
    assert sorted(words for words, _figure in at_projects()) == sorted(words for _figure, words in pairs())


def test_statistics_are_named_by_the_project_that_carries_their_number():
    shown = {
        row["code"]: set(row["indicators"].split(";"))
        for name in ("Programmes", "Projects")
        for row in rows(f"reference/{name}")
    }
    programme = {row["code"]: row["programme"] for row in rows("reference/Projects")}

    for figure, words in pairs():
        undertaking = words.split()[1]
        assert figure.split()[0] in shown[undertaking] | shown.get(programme.get(undertaking), set()), words


def test_number_that_counts_names_is_the_number_of_those_projects():
    known = {(words.split()[0], words.split()[-1]): value for words, (value, *_) in statistics().items()}
    members = {row["code"]: row["programme"] for row in rows("reference/Projects")}
    designed = [
        members[row["undertaking"]]
        for document in DOCUMENTS
        for row in sheet(document, "Milestones")
        if row["kind"] == "design" and row["is_met"] == "yes"
    ]
    listed = {"designs": designed, "projects": list(members.values())}

    counted = {figure: str(listed[what].count(programme)) for figure, (what, programme) in COUNTED.items()}

    assert counted == {figure: known[figure] for figure in COUNTED}
