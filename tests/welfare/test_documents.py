"""What the article says of disbursements: the rows of its sheet, and the table of them in docs/figures.md."""

from tests.documents import ARTICLE, printed_numbers, printed_qualifier, sheet, tables_after


def test_table_names_every_disbursement():
    (table,) = tables_after("## Disbursements of the article")

    assert table == [
        [
            f"{row['section']}, {row['paragraph']}",
            f"`{row['scheme']}`",
            row["group_en"],
            f"{row['qualifier']} {row['amount']}".strip(),
            row["persons"] or "—",
            row["households"] or "—",
        ]
        for row in sheet(ARTICLE, "Disbursements")
    ]


def test_numbers_are_those_of_the_printed_token():
    for row in sheet(ARTICLE, "Disbursements"):
        stated = [float(row[name]) for name in ("persons", "households", "amount") if row[name]]

        assert stated == [float(number) for number in printed_numbers(row["as_printed"])], row
        assert row["qualifier"] == printed_qualifier(row["as_printed"]), row
