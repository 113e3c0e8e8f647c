"""The kinds of events and their payloads; what rows for reading follow from each says `derivation`.

`Transaction.append(kind, project, payload)` records one; `project` is the folded number, '' where an event is
of no single project. All amounts are whole yuan, all days ISO text, persons keyed hashes
(`LedgerView.key_of`). class_no is the 期次 of the project that an event speaks of, 1 in older events, which
have none. A payload holds exactly the keys given here; `derivation.derive` refuses another. Beside them
stands `on`, the day of the command, in every event that a command recorded (older events have none).

    approved             written, name, unit, uscc, industry, occupation, heads, opening, ending,
                         approved_on, state, ended_on, unit_type, district
    filed, completed     class_no, content (hash), filed_on, files [{file, sha256}], persons [{person_key,
                         class_no, opening, ending, gender, age, level, occupation}] and alike [keyed hash of
                         name and certificate, or phone] (absent in older events)
                         filed: the roster without those taken out; completed: those who passed and are
                         eligible
    claimed              class_no, content, filed_on, files, unit, uscc, claimed_heads, claimed_amount,
                         heads, amount, reduced, reason, payee, bank, account, file, sheet, row
    held, lifted         by, day, reason: 暂缓拨付, and its end
    superseded           stage (filing, completion, claim), event (seq of the one that counts no longer);
                         a new filed, completed or claimed follows it
    publicised           quarter, first_day, last_day, rows [{project, class_no, heads, amount}]
    ordered              batch, quarter, made_on, made_by, account, machine, payments [{payment, project,
                         class_no, unit, uscc, headcount, claimed_amount, reduced, reason, amount, payee,
                         bank, account, replaces, claim (seq of the claim), persons [person_key], per_head
                         (yuan; absent in older events: amount by heads)}]; templates [{name, sha256}]
                         (absent in older events)
    issued               quarter, batch, sheets [{name, sha256}]: what was rendered for a batch; the files
                         lie in kept/
    signed               batch, signer, role, account, machine, signed_on
    released             batch, payments [payment]
    cancelled            batch, payments [payment], reason
    statement_read       sha256, file, read_on, rows
    paid, returned       payment, transfer, transferred_on, amount, and note; `transfer` is the mark of the
                         bank's row, recorded once. An empty payment (with the event's project) records a
                         transfer that changes no payment: a second one (R09), or its return
                         Optional: named (the payment that a part came back of), alike, reference (流水号):
                         by which the transfer is known again
    transfer_voided      transfer, payment, status (the payment's, '' where none is moved), reason, voided_on
    transfers_same, transfers_different
                         transfer, other, reason, ruled_on: whether two transfers are one (the first is the
                         second), or two
    impersonated         person_key, reason, recorded_on: of the event's project, which this person never
                         attended
    recovered            payment, recovered_on, amount, reason, whole (bool: the payment's status becomes
                         recovered), persons [person_key]
    recovered_in         transfer, received_on, amount
    certificate_issued   number, year, serial, person_key, issued_on, replaces ('' or the voided number),
                         files [{name, sha256}]
    certificate_voided   number, voided_on, reason
    disqualified         unit, uscc, cancelled_on, reason
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from typing import Any

FIRST_PREVIOUS = "0" * 64
FIRST_CLASS = {"class_no": 1}
"""What an event without a 期次 speaks of."""
DAY = "on"
"""The key of a payload that holds the day of the command."""
STAGES = {"filed": "filing", "completed": "completion", "claimed": "claim"}


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it stands in the table `events`; `payload` is canonical JSON."""

    seq: int
    at: str
    actor: str
    account: str
    machine: str
    run: str
    command: str
    kind: str
    project: str
    payload: str
    content_hash: str
    prev_hash: str
    hash: str = ""

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.payload)
        return content

    def sealed_hash(self) -> str:
        """The hash over everything but the hash itself, the event before included."""
        return digest(
            canonical([getattr(self, column.name) for column in fields(self) if column.name != "hash"])
        )


def canonical(value: Any) -> str:
    """JSON that is the same for the same content: sorted keys, no spaces, no floats."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_refused)


def _refused(value: Any) -> Any:
    raise TypeError(
        f"{type(value).__name__} in a payload: only text, whole numbers, booleans, lists and objects"
    )


def digest(content: str) -> str:
    # what a damaged file gave, half a character, is recorded as it was
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
