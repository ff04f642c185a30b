"""OC4IDS budgets: the planned cost, its sources, and payments."""

from decimal import Decimal
from typing import Any

from projects.detail.records import FundingSummary
from projects.models import Funding

Source, Kind = Funding.Source, Funding.Kind


def budget(funding: FundingSummary) -> dict[str, Any]:
    """The planned total, and the planned shares by source."""
    planned = [one for one in funding.amounts if one.kind == Kind.PLANNED]
    total = next((one for one in planned if one.source == Source.TOTAL), None)
    shares = [share(one) for one in planned if one.source != Source.TOTAL]
    return {
        "description": total and described(total),
        "amount": total and value(total.amount),
        "budgetBreakdowns": [{"id": "source", "description": "source", "budgetBreakdown": shares}]
        if shares
        else [],
    }


def share(one: Funding) -> dict[str, Any]:
    return {
        "id": one.source,
        "description": described(one) or one.get_source_display(),
        "amount": value(one.amount),
        "sourceParty": {"id": party(one.source), "name": one.get_source_display()},
    }


def payers(funding: FundingSummary) -> list[dict[str, Any]]:
    """Whoever bears a share of the cost, as parties."""
    sources = dict.fromkeys(one.source for one in funding.amounts if one.source != Source.TOTAL)
    return [
        {"id": party(source), "name": str(Source(source).label), "roles": ["funder"]} for source in sources
    ]


def party(source: str) -> str:
    return f"source-{source}"


def final_value(funding: FundingSummary) -> dict[str, Any] | None:
    """What was paid altogether, where a release states it."""
    paid = (one for one in funding.amounts if one.kind == Kind.PAID and one.source == Source.TOTAL)
    return next((value(one.amount) for one in paid), None)


def described(one: Funding) -> str:
    """What the bare number does not say: its qualifier, and the note."""
    return "; ".join(filter(None, (one.get_qualifier_display() if one.qualifier else "", one.note)))


def value(amount: Decimal) -> dict[str, Any]:
    """An amount in yuan."""
    return {"amount": plain(amount), "currency": "CNY"}


def plain(number: Decimal) -> Decimal:
    """The number without zeros at its end."""
    text = format(number, "f")
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else number
