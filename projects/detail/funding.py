"""What an undertaking costs and who pays: shares by source, planned and paid, and their sum beside the total."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from projects.models import Funding

Source = Funding.Source


@dataclass(frozen=True)
class Share:
    """One source, or the total: what is planned of it and what is paid; None where no release says so."""

    source: Source
    planned: Funding | None
    paid: Funding | None

    @property
    def notes(self) -> list[str]:
        """What was said of it in words, each once."""
        return list(dict.fromkeys(one.note for one in (self.planned, self.paid) if one and one.note))


@dataclass(frozen=True)
class Account:
    """The stated total of one kind, planned or paid, beside the sum of its shares."""

    kind: Funding.Kind
    total: Funding | None
    shares: list[Funding]

    @property
    def sum(self) -> Decimal:
        return sum((share.amount for share in self.shares), Decimal(0))

    @property
    def can_be_checked(self) -> bool:
        return self.total is not None and bool(self.shares)

    @property
    def gap(self) -> Decimal:
        """What the shares leave open of the total; below 0 where they are more than it."""
        return self.total.amount - self.sum

    @property
    def size_of_gap(self) -> Decimal:
        return abs(self.gap)

    @property
    def is_rough(self) -> bool:
        """Whether any of the amounts is “about”, “over” …, so that a gap may be no more than that."""
        return any(one.qualifier for one in (self.total, *self.shares))


@dataclass(frozen=True)
class Money:
    """Everything known of the money of an undertaking; `expected` sources are shown though nothing is known of them."""

    amounts: list[Funding]
    expected: Collection[Source] = ()

    @property
    def rows(self) -> list[Share]:
        """The sources that were named, and the total last."""
        found = {(one.source, one.kind): one for one in self.amounts}
        order = [*(source for source in Source if source != Source.TOTAL), Source.TOTAL]
        shares = [
            Share(source, found.get((source, Funding.Kind.PLANNED)), found.get((source, Funding.Kind.PAID)))
            for source in order
        ]
        shown = self.expected if self.amounts else ()
        return [share for share in shares if share.planned or share.paid or share.source in shown]

    @property
    def accounts(self) -> list[Account]:
        """One for each kind of which anything is known."""
        accounts = [self._account(kind) for kind in Funding.Kind]
        return [account for account in accounts if account.total or account.shares]

    @property
    def has_planned(self) -> bool:
        return any(one.kind == Funding.Kind.PLANNED for one in self.amounts)

    @property
    def has_paid(self) -> bool:
        return any(one.kind == Funding.Kind.PAID for one in self.amounts)

    def _account(self, kind: Funding.Kind) -> Account:
        mine = [one for one in self.amounts if one.kind == kind]
        total = next((one for one in mine if one.source == Source.TOTAL), None)
        return Account(kind, total, [one for one in mine if one.source != Source.TOTAL])


def money_of(amounts: Iterable[Funding], expected: Collection[Source] = ()) -> Money:
    """The money that the amounts known at a time tell of."""
    return Money(sorted(amounts, key=lambda one: one.pk), expected)
