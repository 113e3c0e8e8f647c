"""A column that is asked of a frame is one that a form has
or that some line makes: a misspelt name is found."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

import yaml

from tests.measures import ROOT, modules

ASKED_BY = {
    **dict.fromkeys(("dropna", "drop_duplicates", "duplicated"), "subset"),
    **dict.fromkeys(("sort_values", "groupby"), "by"),
    **dict.fromkeys(("merge", "join"), "on"),
    "drop": "columns",
    "set_index": "keys",
}
"""Method of a frame → the argument that names columns, where it is not the first."""
JOINED = re.compile(r"^scheme_|_(?:x|y|old|new|before|after|other|back|marked)$")
"""What joining two frames puts before or behind the name of a column."""
NO_COLUMNS = {"check"}
"""Keys of Pandera's table of failures."""


def test_every_column_that_is_asked_for_is_made_somewhere():
    trees = [(module.name, module.tree) for module in modules()]
    known = {name for _, tree in trees for name in _made(tree)} | _fields() | NO_COLUMNS
    unknown = [
        f"{name}:{node.lineno} {node.value}"
        for name, tree in trees
        for node in _asked(tree)
        if node.value not in known and JOINED.sub("", node.value) not in known
    ]
    assert unknown == []


def test_a_misspelt_column_is_found():
    tree = ast.parse(
        "rows = rows.assign(heads=1)\n"
        'rows[rows["heads"].gt(0) & rows["heeds"].lt(9)].dropna(subset=["haeds"])'
    )
    assert [node.value for node in _asked(tree) if node.value not in _made(tree)] == ["haeds", "heeds"]


def _fields() -> set[str]:
    """The fields of all forms, as schemas/forms names them."""
    forms = (ROOT / "schemas" / "forms").glob("*.yaml")
    return {
        column["field"] for form in forms for column in yaml.safe_load(form.read_text("utf-8"))["columns"]
    }


def _asked(tree: ast.AST) -> Iterator[ast.Constant]:
    """The names in subscripts that are read, and in the arguments of ASKED_BY."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Store):
            yield from _texts([node.slice])
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKED_BY
        ):
            yield from _texts(node.args[:1])
            yield from _texts(pair.value for pair in node.keywords if pair.arg == ASKED_BY[node.func.attr])


def _texts(nodes: Iterable[ast.AST]) -> Iterator[ast.Constant]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node
        elif isinstance(node, ast.List | ast.Tuple):
            yield from _texts(node.elts)


def _made(tree: ast.AST) -> set[str]:
    """Names that are written anywhere but where a column is asked for:
    keywords of `assign`, keys, lists of columns, attributes of a record."""
    asked = set(_asked(tree))
    made = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in asked
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg:
            made.add(node.arg)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            made.add(node.target.id)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            made |= {text.value for text in _texts([node.slice])}
    return made
