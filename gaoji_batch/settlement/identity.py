"""Which rows of bank statements are one transfer: statements overlap, and are exported again.

Rows with a 流水号 are the transfer that it numbers. Without one, the n-th row of one content is the same
transfer in every statement, while equal rows of one statement are several. Rows of two statements that differ
only in 附言 or channel may be either: the later one is suspected, and waits until a person says. What the
ledger recorded keeps the mark under which it was recorded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pandas as pd

from gaoji_batch.values import text

TRANSFERS = [
    *("mark", "alike", "beside", "day", "payee", "account", "amount"),
    *("said", "state", "memo", "reference", "file", "sheet", "row"),
]
"""Columns of what `transfers_of` gives: mark (identity), alike (the same but for 附言 and channel), beside
(mark of the transfer that it may be)."""
# 40 bits: enough for the transfers of a center, and few enough to be typed behind `reconcile --same`
_DIGITS = 10


@dataclass(slots=True)
class Recorded:
    """What the ledger says of identity. marks: mark → (alike, 流水号) of each transfer recorded, '' where
    they are not known; same: mark → the mark that it was ruled to be; different: pairs of marks that were
    ruled to be two; voided: marks of transfers that were voided."""

    marks: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    different: frozenset[frozenset[str]] = frozenset()
    voided: frozenset[str] = frozenset()


def number_of(digest: str) -> str:
    """The number of a transfer, as people and files name it."""
    return f"T{digest[:_DIGITS].upper()}" if digest else ""


def alike_of(day: str, payee: str, account: str, amount: Any, state: str) -> str:
    """The hash of a transfer without its 附言, channel and 流水号."""
    # What is hashed, here and in `_content`, stands in every ledger: changed, all transfers of statements
    # that were read before would be new ones.
    return _hash(_joined(day, payee, account, amount, state))


def transfers_of(rows: pd.DataFrame, recorded: Recorded) -> pd.DataFrame:
    """One row a transfer (TRANSFERS), in the order of days. rows: as `evidence.bank.Statements.rows`."""
    records = [row | {"at": at, "alike": _alike(row)} for at, row in enumerate(rows.to_dict("records"))]
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in records:
        groups.setdefault(row["alike"], []).append(row)
    of_alike: dict[str, list[str]] = {}
    for digest, (alike, _) in recorded.marks.items():
        of_alike.setdefault(alike, []).append(digest)
    transfers = [
        transfer
        for alike, group in groups.items()
        for transfer in _Group(group, recorded, of_alike.get(alike, [])).transfers()
    ]
    # Groups tore the statements apart: 成功, 退汇, 成功 of one day is one payment in the bank's order alone.
    transfers.sort(key=lambda transfer: (transfer["day"], transfer["at"]))
    return pd.DataFrame(transfers, columns=TRANSFERS).astype({"amount": "Int64"})


@dataclass(slots=True)
class _Group:
    """The rows that differ in 附言, channel and 流水号 at most; known: marks of recorded transfers alike."""

    rows: list[dict[str, Any]]
    recorded: Recorded
    known: list[str]
    references: dict[str, str] = field(default_factory=dict)

    def transfers(self) -> list[dict[str, Any]]:
        """The group's transfers: first the marks, then which of them may be one."""
        self._name_plain()
        self._name_numbered()
        for row in self.rows:
            # a ruling names marks, so that these must come about as if nobody had ruled
            row["mark"] = self.recorded.same.get(row["mark"], row["mark"])
        return self._apart()

    def _name_plain(self) -> None:
        """Rows without a 流水号: by content, and by how many rows of their statement said the same before. Of
        one content under several channels the first channel is that of the rows that name none."""
        channels: dict[str, str] = {}
        before: dict[tuple[int, str], int] = {}
        for row in self.rows:
            if row["reference"]:
                continue
            content, channel = _content(row), text.fold(row["channel"])
            first = channels.setdefault(content, channel) or channel
            channels[content] = first
            content += f"|{channel}" if channel not in ("", first) else ""
            # Equal rows of one statement are as many transfers; an equal row of another statement is one of
            # them, printed again.
            at = before.get((row["statement"], content), 0)
            before[row["statement"], content] = at + 1
            row["mark"] = _hash(f"{content}|{at}")

    def _name_numbered(self) -> None:
        """Rows with a 流水号: the mark that this number had before, else that of an equal row without one in
        another statement, else its own.

        A number used twice in one statement may be one transfer printed twice: the second has a mark of its
        own, and is suspected."""
        self.references = {
            reference: mark for mark in self.known if (reference := self.recorded.marks[mark][1])
        }
        plain = {row["mark"]: row for row in self.rows if not row["reference"]}
        used: dict[tuple[int, str], int] = {}
        for row in self.rows:
            if not row["reference"]:
                continue
            digest = self.references.get(row["reference"]) or self._unnumbered(row, plain)
            mark = digest or _hash(f"{row['alike']}|{row['reference']}")
            self.references[row["reference"]] = mark
            key = (row["statement"], row["reference"])
            again = used[key] = used.get(key, -1) + 1
            row["mark"], row["again"] = (_hash(f"{mark}|{again}"), mark) if again else (mark, "")

    def _unnumbered(self, row: dict[str, Any], plain: Mapping[str, dict[str, Any]]) -> str:
        """The first equal transfer without a 流水号 that no other number has taken; '' where there is
        none."""
        content, taken = _content(row), set(self.references.values())
        for at in count():
            digest = _hash(f"{content}|{at}")
            if digest not in plain and digest not in self.recorded.marks:
                break
            numbered = digest in self.recorded.marks and self.recorded.marks[digest][1]
            # rows of one statement are as many transfers (docs/contract/money.md), with or without a number
            beside = digest in plain and plain[digest]["statement"] == row["statement"]
            if digest not in taken and not numbered and not beside:
                return digest
        return ""

    def _apart(self) -> list[dict[str, Any]]:
        """One row a mark; a transfer of another statement that may be one known before has `beside`."""
        # A transfer that was voided never took place: no row can be that one again.
        sure = [digest for digest in self.known if digest not in self.recorded.voided]
        transfers: dict[str, dict[str, Any]] = {}
        for rows in sorted(_by_statement(self.rows).values(), key=self._rank):
            here, taken = {row["mark"] for row in rows}, set[str]()
            for row in rows:
                digest = row["mark"]
                if digest in transfers:
                    continue
                beside = ""
                if digest not in self.recorded.marks:
                    beside = self._again(row) or next(
                        (
                            candidate
                            for candidate in sure
                            # what this statement prints as well is another transfer, and each explains one
                            # new row alone
                            if candidate not in here | taken and self._may_be(row, candidate)
                        ),
                        "",
                    )
                transfers[digest] = row | {"beside": beside}
                if beside:
                    taken.add(beside)
                elif digest not in sure and digest not in self.recorded.voided:
                    sure.append(digest)
        return list(transfers.values())

    def _again(self, row: dict[str, Any]) -> str:
        """The transfer under whose 流水号 a statement prints this one too; '' where there is none, or where
        they were ruled to be two."""
        first = row.get("again", "")
        return "" if frozenset((row["mark"], first)) in self.recorded.different else first

    def _rank(self, rows: list[dict[str, Any]]) -> tuple[bool, int]:
        """Statements of which something is recorded come first: what is recorded is never suspected."""
        return not any(row["mark"] in self.recorded.marks for row in rows), rows[0]["statement"]

    def _may_be(self, row: dict[str, Any], other: str) -> bool:
        """Whether a transfer may be another one: not where both have a 流水号, or where a person said that
        they are two."""
        numbered = set(self.references.values())
        if row["reference"] and other in numbered:
            return False
        return frozenset((row["mark"], other)) not in self.recorded.different


def _by_statement(rows: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    by_statement: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        by_statement.setdefault(row["statement"], []).append(row)
    return by_statement


def _alike(row: Mapping[str, Any]) -> str:
    # an amount that cannot be read is compared as it is printed
    amount = row["said"] if pd.isna(row["amount"]) else row["amount"]
    return alike_of(row["day"], row["payee"], row["account"], amount, row["state"])


def _content(row: Mapping[str, Any]) -> str:
    amount = row["said"] if pd.isna(row["amount"]) else row["amount"]
    content = _joined(row["day"], row["payee"], row["account"], amount, row["state"])
    return f"{content}|{text.fold(row['memo'])}"


def _joined(day: str, payee: str, account: str, amount: Any, state: str) -> str:
    return "|".join([day, text.fold(payee), account, str(amount), state])


def _hash(content: str) -> str:
    # half a character out of a damaged statement must not stop the comparison
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
