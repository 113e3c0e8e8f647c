"""The tables of the ledger: the events, which are the truth, and the tables for reading, which are derived
from them.

Every derived row carries `seq`, the event it comes from. Nothing is ever changed or removed: a new status is
a new row. The two `standing_…` tables, which triggers fill and clear, are what makes a second payment for a
class of a project, or for a person within two years, impossible. Amounts are whole yuan, days are ISO text,
projects are folded numbers (`text.fold`), persons are keyed hashes of ID numbers.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)


def _text(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _integer(*names: str) -> list[Column[int]]:
    return [Column(name, BigInteger, nullable=False) for name in names]


def _seq(primary: bool = False) -> Column[int]:
    return Column(
        "seq", Integer, ForeignKey("events.seq"), primary_key=primary, autoincrement=False, nullable=False
    )


def _key(name: str, *references: str) -> Column[str]:
    return Column(name, Text, *map(ForeignKey, references), primary_key=True)


events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    *_text(
        "at", "actor", "account", "machine", "run", "command", "kind", "project", "payload", "content_hash"
    ),
    Column("prev_hash", Text, nullable=False, unique=True),
    Column("hash", Text, nullable=False, unique=True),
)
projects = Table(
    "projects",
    metadata,
    _seq(True),
    *_text(
        "project",
        "written",
        "name",
        "unit",
        "uscc",
        "industry",
        "occupation",
        "opening",
        "ending",
        "approved_on",
        "state",
        "ended_on",
    ),
    *_text("unit_type", "district"),
    *_integer("heads"),
)
filings = Table(
    "filings",
    metadata,
    _seq(True),
    *_text("project", "stage", "content", "filed_on"),
    *_integer("heads", "class_no"),
)
persons = Table(
    "persons",
    metadata,
    _seq(True),
    _key("person_key"),
    *_text("project", "stage", "opening", "ending", "gender", "level", "occupation"),
    *_integer("class_no"),
    Column("age", Integer),
)
claims = Table(
    "claims",
    metadata,
    _seq(True),
    *_text("project", "unit", "uscc", "filed_on", "reason", "payee", "bank", "account", "file", "sheet"),
    *_integer("claimed_heads", "claimed_amount", "heads", "amount", "reduced", "row", "class_no"),
    CheckConstraint("amount >= 0", name="amount"),
)
batches = Table(
    "batches",
    metadata,
    _key("batch"),
    _seq(),
    *_text("quarter", "made_on", "made_by", "account", "machine"),
    *_integer("payments", "total"),
)
payments = Table(
    "payments",
    metadata,
    _key("payment"),
    _seq(),
    Column("batch", Text, ForeignKey("batches.batch"), nullable=False),
    *_text("quarter", "project", "unit", "uscc", "reason", "payee", "bank", "account", "replaces"),
    *_integer("headcount", "claimed_amount", "reduced", "amount", "claim", "per_head", "class_no"),
    CheckConstraint("amount > 0", name="amount"),
)
payment_persons = Table(
    "payment_persons",
    metadata,
    _key("payment", "payments.payment"),
    _key("person_key"),
    _seq(),
    *_text("project"),
)
payment_states = Table(
    "payment_states",
    metadata,
    _seq(True),
    _key("payment", "payments.payment"),
    Column(
        "status",
        Text,
        CheckConstraint(
            "status IN ('ordered','released','paid','returned','recovered','cancelled')", name="status"
        ),
        nullable=False,
    ),
)
standing_projects = Table(
    "standing_projects",
    metadata,
    _key("project"),
    Column("class_no", BigInteger, primary_key=True, autoincrement=False),
    Column("payment", Text, nullable=False),
)
standing_persons = Table(
    "standing_persons", metadata, _key("person_key"), _key("payment"), *_text("project", "opening", "ending")
)
signatures = Table(
    "signatures",
    metadata,
    _seq(True),
    Column("batch", Text, ForeignKey("batches.batch"), nullable=False),
    *_text("signer", "role", "account", "machine", "signed_on"),
    UniqueConstraint("batch", "role"),
)
sheets = Table("sheets", metadata, _seq(True), _key("name"), *_text("quarter", "batch", "sha256"))
transfers = Table(
    "transfers",
    metadata,
    _key("transfer"),
    _seq(),
    *_text("payment", "project", "transferred_on", "outcome"),
    *_integer("amount"),
)
statements = Table(
    "statements", metadata, _key("sha256"), _seq(), *_text("file", "read_on"), *_integer("rows")
)
certificates = Table(
    "certificates",
    metadata,
    _key("number"),
    _seq(),
    *_text("project", "person_key", "issued_on", "replaces"),
    *_integer("year", "serial"),
    UniqueConstraint("year", "serial"),
    UniqueConstraint("project", "person_key", "replaces"),
)
voids = Table("voids", metadata, _key("number", "certificates.number"), _seq(), *_text("voided_on", "reason"))
recoveries = Table(
    "recoveries",
    metadata,
    _seq(True),
    *_text("project", "payment", "recovered_on", "reason"),
    *_integer("amount", "whole"),
)
recovered_persons = Table(
    "recovered_persons", metadata, _key("payment"), _key("person_key"), _seq(), *_text("project")
)
incoming = Table(
    "incoming", metadata, _key("transfer"), _seq(), *_text("project", "received_on"), *_integer("amount")
)
disqualifications = Table(
    "disqualifications", metadata, _seq(True), *_text("unit", "uscc", "cancelled_on", "reason")
)
publications = Table(
    "publications",
    metadata,
    _seq(True),
    _key("project"),
    Column("class_no", BigInteger, primary_key=True, autoincrement=False),
    *_text("quarter", "first_day", "last_day"),
    *_integer("heads", "amount"),
)

STANDING_TABLES = (standing_projects, standing_persons)
DERIVED = tuple(
    table for table in metadata.sorted_tables if table is not events and table not in STANDING_TABLES
)
"""The tables whose rows `events.derive` gives."""
