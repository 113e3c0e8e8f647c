"""Small faults put into the rules, one at a time: each must be noticed by the cases of its rules (`make mutants`).

Reads the source of a module, changes one operator, comparison or number, and runs the case files of the rules of that
module in a forked process whose import of the module takes the changed source. Prints the mutants that nothing noticed.
The seeded ones are mistakes that a person might make; the random ones are drawn with a fixed seed.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.util
import os
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
RULES = ROOT / "gaoji_batch" / "rules"
METHODS = {
    "lt": "le", "le": "lt", "gt": "ge", "ge": "gt", "eq": "ne", "ne": "eq", "notna": "isna", "isna": "notna",
    "min": "max", "max": "min", "any": "all", "all": "any", "first": "last", "last": "first",
}  # fmt: skip
COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
ANEW = ("gaoji_batch.rules", "gaoji_batch.judgement", "gaoji_batch.analysis", "tests.")
"""What imports rules, and is imported anew beside a mutant; all else is loaded once, before the forks."""
SPARED = ("cacheprovider", "hypothesispytest", "xdist")
"""Plugins of pytest that the cases of rules do not need."""
JOINED = {ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Add: ast.Sub, ast.Sub: ast.Add}


@dataclass(frozen=True)
class Mutant:
    """A changed module: its path, its source, and what was changed."""

    path: Path
    source: str
    what: str

    @property
    def module(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    @property
    def codes(self) -> list[str]:
        """The rules whose cases must notice it: those of the module; every rule's for what they share."""
        return re.findall(r'^    "([A-Z]\d{3,4})",$', self.path.read_text(encoding="utf-8"), re.M)


def seeded() -> list[Mutant]:
    """Mistakes that a person might make, each as a piece of source and what it becomes."""
    pieces = [
        ("process/assessment.py", '[rows["unscored"] | low | failed | unpassed]', "[failed]"),
        ("facts/heads.py", 'by_project.groupby("year")["heads"].cumsum()', 'by_project["heads"].cumsum()'),
        ("../forms/value_checks.py", '"hours": (0.0, 24.0)', '"hours": (0.0, 1e9)'),
        ("teaching/hours.py", 'plans[["discussed", "declared_discussion"]].min(axis=1)', 'plans["declared_discussion"]'),
        ("process/as_approved.py", 'years.max(axis=1).ne(years.min(axis=1))', 'years["first"].ne(years["last"])'),
        ("trainee/insured_months.py", 'runs["ends_paid"].eq(True)', 'runs["months"].ge(12)'),
        ("facts/organisers.py", "unapplied = unapplied[~unapplied.index.isin", 'unapplied = self.filings.sheet_of("claim", "roster")\n        unapplied = unapplied[~unapplied.index.isin'),
    ]  # fmt: skip
    codes = ("P1303", "Q0603", "D110", "H0902", "P1204", "E0405", "U1801")
    found = []
    for code, (name, piece, other) in zip(codes, pieces, strict=True):
        path = (RULES / name).resolve()
        source = path.read_text(encoding="utf-8")
        assert source.count(piece) == 1, f"{name} no longer holds {piece}"
        found.append(Mutant(path, source.replace(piece, other), f"{code}: {piece} → {other}"))
    return found


def drawn(count: int, seed: int) -> list[Mutant]:
    """Random changes of the modules that define rules."""
    every = [one for path in sorted(RULES.rglob("*.py")) for one in _changes(path)]
    return random.Random(seed).sample(every, min(count, len(every)))


def _changes(path: Path) -> Iterator[Mutant]:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    if not Mutant(path, source, "").codes:
        return
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        for node in ast.walk(function):
            change = _change(node)
            if change:
                undo, what = change
                name = path.relative_to(RULES)
                yield Mutant(path, ast.unparse(tree), f"{name}:{node.lineno} {function.name}: {what}")  # type: ignore[attr-defined]
                undo()


def _change(node: ast.AST):
    """Changes a node in place; how to undo it, and what was done."""

    def swap(owner: object, name: str, value: object, what: str):
        before = getattr(owner, name)
        setattr(owner, name, value)
        return (lambda: setattr(owner, name, before)), what

    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
        other = METHODS[node.func.attr]
        return swap(node.func, "attr", other, f".{node.func.attr} → .{other}")
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARED:
        other_op = COMPARED[type(node.ops[0])]
        said = f"{type(node.ops[0]).__name__} → {other_op.__name__}"
        return swap(node, "ops", [other_op(), *node.ops[1:]], said)
    if isinstance(node, ast.BinOp) and type(node.op) in JOINED and not _words(node):
        other_join = JOINED[type(node.op)]
        return swap(node, "op", other_join(), f"{type(node.op).__name__} → {other_join.__name__}")
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
        return swap(node, "op", ast.UAdd(), "~ left out")
    if isinstance(node, ast.BoolOp):
        joined = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return swap(node, "op", joined, f"{type(node.op).__name__} → {type(joined).__name__}")
    return None


def _words(node: ast.BinOp) -> bool:
    """Whether a sum puts a sentence together."""
    return isinstance(node.op, ast.Add | ast.Sub) and any(
        (isinstance(one, ast.Constant) and isinstance(one.value, str)) or isinstance(one, ast.JoinedStr)
        for one in ast.walk(node)
    )


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from a mutant's source."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name, path=None, target=None):
        if name != self.mutant.module:
            return None
        package = self.mutant.path.name == "__init__.py"
        return importlib.util.spec_from_file_location(
            name,
            self.mutant.path,
            loader=self,
            submodule_search_locations=[str(self.mutant.path.parent)] if package else None,
        )

    def exec_module(self, module) -> None:
        exec(compile(self.mutant.source, str(self.mutant.path), "exec"), module.__dict__)


def noticed(mutant: Mutant) -> bool:
    """Whether the cases fail: of the rules of the mutant's module, and of the rule that it names."""
    pid = os.fork()
    if not pid:
        os._exit(_run(mutant))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0


def _run(mutant: Mutant) -> int:
    import pytest

    sys.meta_path.insert(0, _Changed(mutant))
    for name in [name for name in sys.modules if name.startswith(ANEW)]:
        del sys.modules[name]
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    named = re.match(r"[A-Z]\d{3,4}(?=:)", mutant.what)
    codes = [named[0]] if named else mutant.codes
    chosen = " or ".join(f"{code}-" for code in codes)
    # nothing is said of a failure, so that nothing need be written anew to say it
    plain = ["--assert=plain", *(part for name in SPARED for part in ("-p", f"no:{name}"))]
    return int(pytest.main(["-x", "-q", *plain, "tests/rules/test_cases.py", "-k", chosen]))


def main() -> None:
    """Counts the mutants that were noticed, and names those that were not."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--count", type=int, default=400)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    import tests.rules.test_cases  # noqa: F401 - loaded once, before the processes are forked

    for kind, mutants in (("seeded", seeded()), ("random", drawn(options.count, options.seed))):
        alive = []
        for mutant in mutants:
            if not noticed(mutant):
                alive.append(mutant)
                print(f"not noticed: {mutant.what}", flush=True)
        print(f"{kind}: {len(mutants) - len(alive)} of {len(mutants)} noticed", flush=True)


if __name__ == "__main__":
    main()
