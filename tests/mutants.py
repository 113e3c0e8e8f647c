"""Small faults put into the program, one at a time: each must be noticed by the tests (`make mutants`).

Reads a module of ROOMS, changes one operator, comparison, method, number or truth value, and runs the nearest
tests in a forked process whose import of the module takes the changed source: of the rules the cases of those
that come to the changed place, of the other rooms their own tests. Prints the mutants that nothing noticed.
The seeded ones are mistakes that a person might make; the random ones are drawn with a fixed seed, over all
possible changes alike. Those that change nothing that can be told are named with their reason in
mutants_equivalent.yaml.
"""

from __future__ import annotations

import argparse
import ast
import gc
import importlib
import importlib.abc
import importlib.util
import os
import random
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
PROGRAM = ROOT / "gaoji_batch"
CASES = "tests/rules/test_cases.py"
ROOMS = {
    "rules": (),
    "values": ("tests/values",),
    "settlement": ("tests/evidence/test_bank.py", "tests/settlement", "tests/rules/test_reconcile.py"),
    "judgement": ("tests/judgement",),
}
"""The rooms that are changed, and the tests of each; those of the rules are cases (`_cases_of`)."""
BESIDE_CASES = {
    "rules/engine.py": ("tests/rules/test_identity.py", "tests/judgement/test_checked.py"),
    "rules/facts/faults.py": ("tests/rules/test_as_written.py",),
    "rules/facts/plan.py": ("tests/rules/test_one_workbook.py", "tests/rules/test_as_written.py"),
    "rules/process/as_approved.py": ("tests/rules/test_as_written.py", "tests/rules/test_one_workbook.py"),
    "rules/resting.py": ("tests/rules/test_identity.py",),
    "rules/rule.py": ("tests/rules/test_codes.py", "tests/rules/test_identity.py"),
    "rules/settlement/": ("tests/rules/test_reconcile.py",),
    "rules/process/issued.py": ("tests/commands/test_certificates.py",),
    "rules/subsidy/before_payment.py": ("tests/commands/test_disburse.py",),
    "rules/signals/": ("tests/analysis/test_risk.py",),
    "rules/teaching/hours.py": ("tests/rules/test_codes.py",),
    "rules/unread.py": (
        *("tests/rules/test_unread.py", "tests/rules/test_attachments.py"),
        "tests/rules/test_extract_files.py",
    ),
    "rules/unused_rows.py": ("tests/rules/test_extract_files.py",),
    "rules/unit": ("tests/rules/test_identity.py",),
    "rules/words.py": ("tests/rules/test_words.py",),
}
"""Where rules are tested beside their cases, or have none, because a command runs them."""
MOST_CODES = 6
"""Of what nearly all rules share, the cases of the nearest of them are run."""
LONGEST = 200
"""Seconds of processor time after which a mutant that does not end counts as noticed."""
METHODS = {
    "lt": "le", "le": "lt", "gt": "ge", "ge": "gt", "eq": "ne", "ne": "eq", "notna": "isna", "isna": "notna",
    "min": "max", "max": "min", "any": "all", "all": "any", "first": "last", "last": "first",
}  # fmt: skip
COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
JOINED = {ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Add: ast.Sub, ast.Sub: ast.Add}
PLUGINS_LEFT_OUT = ("cacheprovider", "hypothesispytest", "xdist")
EQUIVALENT = Path(__file__).with_name("mutants_equivalent.yaml")
NOTICED, UNNOTICED, NEVER_RUN = "noticed", "not noticed", "not noticed, since no test runs it"
EXITS = {0: UNNOTICED, 1: NOTICED, 2: NOTICED, -signal.SIGPROF: NOTICED, 90: NEVER_RUN}
"""By the exit of the tests; 4, 5 (no test was chosen) and 91 (not imported) are faults of this tool."""
NOT_IMPORTED = 91


@dataclass(frozen=True)
class Mutant:
    """A changed module: its path, its source, what was changed, and the tests that must notice it."""

    path: Path
    source: str
    what: str
    tests: tuple[str, ...]

    @property
    def module(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@dataclass(frozen=True)
class Definition:
    """A function, method or statement: its name, the rules that it registers, the names that it speaks of."""

    path: Path
    name: str
    codes: tuple[str, ...]
    names: frozenset[str]
    node: ast.stmt


def seeded() -> list[Mutant]:
    """Mistakes that a person might make, each as a piece of source and what it becomes."""
    pieces = [
        ("P1303", "rules/process/assessment.py", '[rows["unscored"] | low | failed | unpassed]', "[failed]"),
        ("Q0603", "rules/facts/heads.py",
            'by_project.groupby("year")["heads"].cumsum()', 'by_project["heads"].cumsum()'),
        ("D110", "forms/value_checks.py", '"hours": (0.0, 24.0)', '"hours": (0.0, 1e9)'),
        ("H0902", "rules/teaching/hours.py",
            'plans[["discussed", "declared_discussion"]].min(axis=1)', 'plans["declared_discussion"]'),
        ("P1204", "rules/process/as_approved.py",
            "years.max(axis=1).ne(years.min(axis=1))", 'years["first"].ne(years["last"])'),
        ("E0405", "rules/trainee/insured_months.py", 'runs["ends_paid"].eq(True)', 'runs["months"].ge(12)'),
        ("U1801", "rules/facts/organisers.py",
            "unapplied = unapplied[~unapplied.index.isin",
            'unapplied = self.filings.sheet_of("claim", "roster")\n'
            "        unapplied = unapplied[~unapplied.index.isin"),
    ]  # fmt: skip
    mutants = []
    for code, name, piece, other in pieces:
        source = (PROGRAM / name).read_text(encoding="utf-8")
        assert source.count(piece) == 1, f"{name} no longer holds {piece}"
        changed = source.replace(piece, other)
        mutants.append(
            Mutant(PROGRAM / name, changed, f"{code}: {piece} → {other}", tuple(_cases_of([code])))
        )
    return mutants


def drawn(count: int, seed: int) -> list[Mutant]:
    """Random changes, each place of all rooms as likely as any other."""
    places = [(part, at) for part in definitions() for at in range(len(list(_changes(part.node))))]
    return [_mutant(part, at) for part, at in random.Random(seed).sample(places, min(count, len(places)))]


@cache
def definitions() -> tuple[Definition, ...]:
    """Of all rooms, in the order of the files."""
    return tuple(
        part
        for room in ROOMS
        for path in sorted((PROGRAM / room).rglob("*.py"))
        for part in _parts(path, ast.parse(path.read_text(encoding="utf-8")).body)
    )


def _parts(path: Path, body: list[ast.stmt], owner: str = "") -> Iterator[Definition]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _parts(path, node.body, node.name)
        elif isinstance(node, ast.FunctionDef | ast.Assign | ast.AnnAssign | ast.Expr | ast.AugAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", node)
            name = getattr(node, "name", getattr(target, "id", ""))
            registers = node.decorator_list if isinstance(node, ast.FunctionDef) else [node]
            texts = [
                one.value for part in registers for one in ast.walk(part) if isinstance(one, ast.Constant)
            ]
            codes = tuple(
                text for text in texts if isinstance(text, str) and re.fullmatch(r"[A-Z]\d{3,4}", text)
            )
            names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
            names |= {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
            # a method that Python calls by itself is reached by who names the class
            yield Definition(path, owner if name.startswith("__") else name, codes, frozenset(names), node)


def _codes_of(changed: Definition) -> list[str]:
    """The rules that come to a definition, nearest first: its own, else those of whatever speaks of it."""
    codes: dict[str, None] = {}
    seen, nearest = {changed}, [changed]
    rules = [part for part in definitions() if PROGRAM / "rules" in part.path.parents]
    while nearest and len(codes) < MOST_CODES:
        codes |= dict.fromkeys(code for part in nearest for code in part.codes)
        further = [
            part
            for part in rules
            if part not in seen
            and any(
                one.name
                and one.name in part.names
                and (one.path == part.path or not one.name.startswith("_"))
                for one in nearest
                if not one.codes
            )
        ]
        seen, nearest = seen | set(further), further
    return list(codes)


@cache
def _cases() -> dict[str, list[str]]:
    """The tests of each rule's case file."""
    import tests.rules.test_cases as cases

    tests: dict[str, list[str]] = {}
    for case in cases._cases():
        tests.setdefault(case.values[0], []).append(f"{CASES}::test_case[{case.id}]")
    return tests


def _cases_of(codes: list[str]) -> list[str]:
    with_cases = [code for code in codes if code in _cases()][:MOST_CODES]
    return [test for code in with_cases for test in _cases()[code]]


def _mutant(part: Definition, at: int) -> Mutant:
    """The change number `at` of a definition. It tells when it is run (`_Changed`)."""
    tree = ast.parse(part.path.read_text(encoding="utf-8"))
    node = next(
        one for one in ast.walk(tree) if type(one) is type(part.node) and one.lineno == part.node.lineno
    )  # type: ignore[attr-defined]
    changed, change = list(_changes(node))[at]
    before = _brief(changed)
    change()
    name = part.path.relative_to(PROGRAM).as_posix()
    what = f"{name} {part.name}: {before} → {_brief(changed)}"
    again = sum(_brief(one) == before for one, _ in list(_changes(part.node))[:at])
    body, first = (
        (node.body, bool(ast.get_docstring(node))) if isinstance(node, ast.FunctionDef) else (tree.body, -1)
    )
    body.insert(first, ast.parse("__mutant_ran__()").body[0])
    tests = ROOMS[name.split("/")[0]] or _cases_of(_codes_of(part))
    beside = [test for place, more in BESIDE_CASES.items() if name.startswith(place) for test in more]
    return Mutant(part.path, ast.unparse(tree), f"{what} ({again + 1})" if again else what, (*tests, *beside))


def _brief(node: ast.AST) -> str:
    """A place of source in a line; of a chain of calls its last link."""
    text = ast.unparse(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return f"….{node.func.attr}({', '.join(map(ast.unparse, node.args))})"
    return text if len(text) <= 160 else f"{text[:80]} … {text[-80:]}"


def _within(node: ast.AST) -> Iterator[ast.AST]:
    """The places below a node that may be changed: no types, nothing said to users, no numbers of axes."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in (
            "annotation",
            "returns",
            "decorator_list",
            "args" if isinstance(node, ast.FunctionDef) else "",
        ):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.keyword) and child.arg in ("strict", "axis"):
                continue
            if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr | ast.Raise | ast.Assert):
                yield from _within(child)


def _changes(statement: ast.stmt) -> Iterator[tuple[ast.AST, Callable[[], None]]]:
    """Every place of a statement that can be changed, with what changes it in place."""
    if isinstance(statement, ast.Expr):
        return
    for node in _within(statement):
        change = _change(node)
        if change:
            name, value = change
            yield node, lambda node=node, name=name, value=value: setattr(node, name, value)


def _change(node: ast.AST) -> tuple[str, object] | None:
    """Which attribute of a node is changed, and to what."""
    match node:
        case ast.Call(func=ast.Attribute(attr=method)) if method in METHODS:
            return "func", ast.Attribute(node.func.value, METHODS[method], ast.Load())  # type: ignore[attr-defined]
        case ast.Compare(ops=[first, *others]) if type(first) in COMPARED:
            return "ops", [COMPARED[type(first)](), *others]
        case ast.BinOp(op=op) if type(op) in JOINED and not _words(node):
            return "op", JOINED[type(op)]()
        case ast.UnaryOp(op=ast.Invert()):
            return "operand", ast.UnaryOp(ast.Invert(), node.operand)
        case ast.BoolOp():
            return "op", ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.Constant(value=bool()):
            return "value", not node.value
        case ast.Constant(value=int() | float()):
            return "value", node.value + 1  # type: ignore[operator]
    return None


def _words(node: ast.BinOp) -> bool:
    """Whether a sum puts a sentence together."""
    return isinstance(node.op, ast.Add | ast.Sub) and any(
        (isinstance(part, ast.Constant) and isinstance(part.value, str)) or isinstance(part, ast.JoinedStr)
        for part in ast.walk(node)
    )


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from a mutant's source; knows whether it was imported, broke, and its change ran."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.imported = self.broken = False
        self.ran = "__mutant_ran__" not in mutant.source

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
        self.imported = True
        module.__dict__["__mutant_ran__"] = self._run
        self.broken = True
        exec(compile(self.mutant.source, str(self.mutant.path), "exec"), module.__dict__)
        self.broken = False

    def _run(self) -> None:
        self.ran = True


def outcome(mutant: Mutant) -> str:
    """Whether the tests of a mutant fail."""
    if not mutant.tests:
        return NEVER_RUN
    pid = os.fork()
    if not pid:
        os._exit(_run(mutant))
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code not in EXITS:
        raise SystemExit(
            f"{mutant.what}: " + ("was not imported" if code == NOT_IMPORTED else f"pytest gave {code}")
        )
    return EXITS[code]


def _run(mutant: Mutant) -> int:
    import pytest

    changed = _Changed(mutant)
    sys.meta_path.insert(0, changed)
    for name in [name for name in sys.modules if name.startswith(("gaoji_batch", "tests."))]:
        del sys.modules[name]
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        importlib.import_module(CASES.removesuffix(".py").replace("/", "."))
    except Exception:  # of a case whose module is not imported pytest says 4, as of one that is not there
        return 1
    # nothing is said of a failure, so that nothing need be written anew to say it
    plain = ["--assert=plain", *(part for name in PLUGINS_LEFT_OUT for part in ("-p", f"no:{name}"))]
    code = int(pytest.main(["-x", "-q", *plain, *mutant.tests]))
    if changed.broken:  # to whatever imports it: the tests, or their conftest, which pytest calls wrong usage
        return 1
    if not changed.imported:
        return NOT_IMPORTED
    return 90 if code == 0 and not changed.ran else code


def main() -> None:
    """Counts the mutants that were noticed, and names those that were not; fails below nine of ten."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--count", type=int, default=400)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    equivalent = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8"))
    _cases()  # what it imports is loaded once, before the processes are forked
    gc.freeze()
    for kind, mutants in (("seeded", seeded()), ("random", drawn(options.count, options.seed))):
        outcomes: Counter[str] = Counter()
        for at, mutant in enumerate(mutants, 1):
            result = "equivalent" if mutant.what in equivalent else outcome(mutant)
            outcomes[result] += 1
            if result in (UNNOTICED, NEVER_RUN):
                print(f"{at} {result}: {mutant.what}", flush=True)
        counted = len(mutants) - outcomes["equivalent"]
        print(
            f"{kind}: {outcomes[NOTICED]} of {counted} noticed, {outcomes['equivalent']} equivalent",
            flush=True,
        )
        if outcomes[NOTICED] < (counted if kind == "seeded" else 0.9 * counted):
            raise SystemExit(1)


if __name__ == "__main__":
    main()
