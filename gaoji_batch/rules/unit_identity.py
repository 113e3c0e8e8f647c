"""Who a unit is: its 统一社会信用代码 where one is on record, its name only otherwise (articles 5, 11, 16,
18).

A known code under a changed name is the same unit. Names are folded, codes as they are compared everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from gaoji_batch.values import text
from gaoji_batch.values.columns import beside

NAME, CODE = "名称", "代码"
Node = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Identities:
    """The names and codes that registers put under one unit: each name or code → the unit's mark, and each
    mark → its names and codes."""

    marks: dict[Node, Node]
    members: dict[Node, frozenset[Node]]

    def nodes(self, named: str, code: str) -> frozenset[Node]:
        """Every name and code of the unit that is written so: what is held against any of them is held
        against it."""
        direct = {(NAME, named), (CODE, code)} - {(NAME, ""), (CODE, "")}
        return frozenset(direct).union(
            *(self.members.get(self.marks.get(node, node), frozenset()) for node in direct)
        )

    def mark(self, named: str, code: str) -> str:
        """One text a unit: of the register's word for its name, else for its code, else the code or name as
        written."""
        for node in ((NAME, named), (CODE, code)):
            if node[1] and node in self.marks:
                return "|".join(self.marks[node])
        return f"{CODE}|{code}" if code else f"{NAME}|{named}"

    def marks_of(self, units: pd.Series, codes: pd.Series) -> pd.Series:
        """The marks of a column of names and one of codes, as written."""
        pairs = beside(text.fold_series(units.fillna("")), folded_codes(codes))
        return pd.Series([self.mark(*pair) for pair in pairs], index=units.index, dtype="object")

    def same(self, name: str, named: str, code: str) -> bool:
        """Whether a folded name is the unit's, by any name that its code is on record with."""
        return (NAME, name) in self.nodes(named, code)


def folded_codes(codes: pd.Series) -> pd.Series:
    return text.fold_series(codes.astype("object").fillna("").astype("str"))


def identities(pairs: pd.DataFrame) -> Identities:
    """Of the registers' rows (unit, uscc): what stands in one row is one unit's."""
    parents: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        while parents.setdefault(node, node) != node:
            node = parents[node]
        return node

    # a unit that changed its name keeps its code; one that changed its code keeps its name
    for named, code in sorted(
        set(beside(text.fold_series(pairs["unit"].fillna("")), folded_codes(pairs["uscc"])))
    ):
        if named and code:
            # sorted, so that the same rows in another order give the same marks
            first, second = sorted([root((NAME, named)), root((CODE, code))])
            parents[second] = first
    marks = {node: root(node) for node in list(parents)}
    members: dict[Node, set[Node]] = {}
    for node, tie in marks.items():
        members.setdefault(tie, set()).add(node)
    return Identities(marks, {tie: frozenset(nodes) for tie, nodes in members.items()})
