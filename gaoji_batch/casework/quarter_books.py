"""What the ledger holds for a quarter's payment, and the claims of it that are open."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection

from gaoji_batch.casework.halts import Class
from gaoji_batch.ledger import frames
from gaoji_batch.ledger.amounts import budget_used, with_year
from gaoji_batch.ledger.models import publications, standing_persons
from gaoji_batch.values.columns import KEY, beside, of_places
from gaoji_batch.values.dates import quarter_days
from gaoji_batch.values.payment_status import CANCELLED, RETURNED

_ACCOUNT = r"[0-9]{8,32}"


@dataclass(slots=True)
class QuarterBooks:
    """What the ledger holds for a quarter's payment (frames of `ledger.frames`)."""

    claims: pd.DataFrame
    """Claims in force."""
    payments: pd.DataFrame
    """All payments, of other quarters and cancelled ones too."""
    projects: pd.DataFrame
    """Schemes as they were approved."""
    persons: pd.DataFrame
    """Eligible persons, of the registers that were accepted."""
    standing: pd.DataFrame
    """Persons for whom a payment stands: who is paid already."""
    published: pd.DataFrame
    """公示: the heads and the amount that each notice named."""

    @classmethod
    def of(cls, connection: Connection) -> QuarterBooks:
        return cls(
            frames.claims_of(connection),
            frames.payments_of(connection),
            frames.projects_of(connection),
            frames.persons_of(connection, "completion"),
            frames.frame(connection, standing_persons),
            frames.frame(connection, publications),
        )

    def used_in(self, year: int, quarter: int | None) -> int:
        """Yuan of the budget of a year, or of one quarter of it, that are spent or arranged."""
        return budget_used(with_year(self.payments), year, quarter)

    def described(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of claims or payments with the scheme beside them: written, name, opening, ending,
        approved_heads, state."""
        schemes = self.projects.rename(columns={"heads": "approved_heads"}).set_index("project")
        joined = rows.join(
            schemes[["written", "name", "opening", "ending", "approved_heads", "state"]], on="project"
        )
        return joined.assign(written=joined["written"].fillna(joined["project"]))


def open_claims(books: QuarterBooks, quarter: tuple[int, int]) -> pd.DataFrame:
    """Claims in force above 0 yuan, with `replaces`, by filing day: never ordered and filed by the quarter's
    last day, or returned by the bank from a payment of the quarter or an earlier one, however late the claim
    was mended since."""
    last = quarter_days(*quarter)[1].isoformat()
    newest = (
        books.payments[books.payments["status"].ne(CANCELLED)]
        .drop_duplicates(KEY, keep="last")
        .set_index(KEY)
    )
    claims = books.described(books.claims)
    status = of_places(claims, newest["status"].to_dict())
    again = status.eq(RETURNED)
    on_record = claims["project"].map(books.projects.set_index("project")["uscc"]).fillna("")
    # the code on record is printed and paid by, never the one that the claim states (U0502)
    claims = claims.assign(uscc=on_record.where(on_record.ne(""), claims["uscc"]))
    claims = claims.assign(
        replaces=of_places(claims, newest["payment"].to_dict()).where(again, "").fillna("")
    )
    paid_in = of_places(claims, newest["quarter"].to_dict()).fillna("")
    in_time = claims["filed_on"].le(last).where(~again, paid_in.le(f"{quarter[0]}Q{quarter[1]}"))
    claims = claims[(status.isna() | again) & in_time & claims["amount"].gt(0)]
    return claims.sort_values(["filed_on", *KEY], ignore_index=True)


def payable(accounts: pd.Series) -> pd.Series:
    """Whether a bank could pay to each account: 8 to 32 digits."""
    return accounts.astype("str").str.fullmatch(_ACCOUNT)


def published_unchanged(books: QuarterBooks, claims: pd.DataFrame) -> dict[Class, str]:
    """Claims whose last 公示 named the heads and the amount that they have now: class → its last day."""
    newest = books.published.sort_values("seq").drop_duplicates(KEY, keep="last")
    same = [*KEY, "heads", "amount"]
    matches = claims.merge(newest[[*same, "last_day"]], on=same)
    return dict(zip(beside(matches["project"], matches["class_no"]), matches["last_day"], strict=True))


def last_serial(names: pd.Series) -> int:
    """The highest number behind the hyphen: 7 of 2026Q3-0007; 0 where there is none."""
    return max((int(name.rsplit("-", 1)[1]) for name in names), default=0)
