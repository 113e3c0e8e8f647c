"""Sizes and habits of the code as one table: `python -m tests.measures`, or `make measures`.

It reads the sources as text and imports nothing of them, so it runs on a tree that does not.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "gaoji_batch"

# Words that name how a value came about and not what it is: a reader of `found` has to look up
# what was found.
VAGUE = {
    *("found", "said", "held", "told", "met", "made", "mark", "whole", "each"),
    *("one", "own", "known", "shown", "kept", "seen", "asked", "put", "rest"),
}
WIDE = ("W", "F")  # what an editor shows two columns wide, as ruff counts it
ROOMS_OF_ONE = ("errors", "findings", "__init__", "__main__")
CODE = re.compile(r"[A-Z]\d{3,4}|R\d{2}")
NAMED_CODES = "gaoji_batch.values.rule_names"  # what other rooms call a rule by
SAYS_RULES = (
    "gaoji_batch.outputs.blanks."  # formulas of a sheet, each beside the code of the rule that it says
)


@dataclass(frozen=True)
class Module:
    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str:
        parts = self.path.relative_to(PACKAGE).parts
        return parts[0] if len(parts) > 1 else self.path.stem


def modules() -> list[Module]:
    paths = sorted(PACKAGE.rglob("*.py"))
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    return [Module(path, text, ast.parse(text)) for path, text in texts.items()]


def imports(module: Module, names: set[str]) -> set[str]:
    """The modules of the package that this one imports anywhere, apart from those that only types need."""
    typing_only = {
        node
        for branch in ast.walk(module.tree)
        if isinstance(branch, ast.If) and ast.unparse(branch.test).endswith("TYPE_CHECKING")
        for node in ast.walk(branch)
    }
    targets = set()
    for node in ast.walk(module.tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            targets |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            targets |= {name if name in names else node.module for name in full}
    return {name for name in targets if name in names and name != module.name}


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The strongly connected parts with more than one node (Tarjan)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    parts = []

    def visit(node: str) -> None:
        order[node] = low[node] = len(order)
        stack.append(node)
        for target in graph.get(node, ()):
            if target not in order:
                visit(target)
                low[node] = min(low[node], low[target])
            elif target in stack:
                low[node] = min(low[node], order[target])
        if low[node] == order[node]:
            at = stack.index(node)
            part = stack[at:]
            del stack[at:]
            if len(part) > 1:
                parts.append(sorted(part))

    for node in graph:
        if node not in order:
            visit(node)
    return parts


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in WIDE else 1 for character in line)


def comments(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Each function with its lines, its docstring left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if ast.get_docstring(node) is not None:
                words = node.body[0]
                lines -= (words.end_lineno or words.lineno) - words.lineno + 1
            yield node.name, lines


def inner_imports(tree: ast.Module) -> int:
    """How many import statements stand inside functions, each counted once."""
    return len(
        {
            node
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
    )


def identifiers(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name


def words(identifier: str) -> set[str]:
    parts = re.split(r"_+|(?<=[a-z0-9])(?=[A-Z])", identifier)
    return {part.lower() for part in parts if part}


def namesakes(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = defaultdict(list)
    for name, place in pairs:
        places[name].append(place)
    return {name: found for name, found in sorted(places.items()) if len(found) > 1}


def codes_outside_rules(all_modules: list[Module]) -> dict[str, list[str]]:
    """Literals that are a rule's code and nothing else,
    in modules outside rules/, NAMED_CODES and SAYS_RULES."""
    out = {}
    for module in all_modules:
        if module.room != "rules" and module.name != NAMED_CODES and not module.name.startswith(SAYS_RULES):
            codes = [
                node.value
                for node in ast.walk(module.tree)
                if isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and CODE.fullmatch(node.value)
            ]
            if codes:
                out[module.name] = codes
    return out


def class_names(all_modules: list[Module]) -> Iterator[tuple[str, str]]:
    for module in all_modules:
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef):
                yield node.name, module.name


def module_names(all_modules: list[Module]) -> Iterator[tuple[str, str]]:
    return (
        (module.path.stem, module.name)
        for module in all_modules
        if module.path.stem not in ("__init__", "__main__")
    )


def measures() -> dict[str, str]:
    """What is measured → the figure as it is printed."""
    every = modules()
    names = {module.name for module in every}
    graph = {module.name: imports(module, names) for module in every}
    room_of = {module.name: module.room for module in every}
    arrows = {
        (room_of[name], room_of[target])
        for name, targets in graph.items()
        for target in targets
        if room_of[name] != room_of[target]
    }
    lines = [line for module in every for line in module.text.splitlines()]
    remarks = [remark for module in every for remark in comments(module.text)]
    lengths = sorted(length for module in every for _, length in functions(module.tree))
    uses = [words(identifier) for module in every for identifier in identifiers(module.tree)]
    vague = [word for parts in uses for word in parts & VAGUE]
    long_modules = sorted(((len(module.text.splitlines()), module.name) for module in every), reverse=True)
    long_modules = [pair for pair in long_modules if pair[0] > 300]
    wide = Counter(limit for limit in (100, 110) for line in lines if columns(line) > limit)
    codes = codes_outside_rules(every)
    return {
        "modules, lines": f"{len(every)}, {len(lines)}",
        "rooms": str(len({room for room in room_of.values() if room not in ROOMS_OF_ONE})),
        "arrows between rooms": str(len(arrows)),
        "import circles between modules": "; ".join(map(" ↔ ".join, circles(graph))) or "0",
        "lines over 100 columns": f"{wide[100]} ({wide[100] / len(lines):.1%})",
        "lines over 110 columns": f"{wide[110]} ({wide[110] / len(lines):.1%})",
        "comments in 100 lines": f"{100 * len(remarks) / len(lines):.2f}",
        "fmt: skip": str(sum("fmt: skip" in remark for remark in remarks)),
        "imports inside functions, not in cli": str(
            sum(inner_imports(module.tree) for module in every if module.room != "cli")
        ),
        "imports inside functions, in cli": str(
            sum(inner_imports(module.tree) for module in every if module.room == "cli")
        ),
        "uses of identifiers with a vague word": f"{len(vague) / len(uses):.1%} of {len(uses)}",
        "of these": ", ".join(f"{word} {count}" for word, count in Counter(vague).most_common()),
        "modules over 300 lines": ", ".join(f"{name} {count}" for count, name in long_modules) or "0",
        "function lines: median, 90th percentile, over 40": (
            f"{lengths[len(lengths) // 2]}, {lengths[len(lengths) * 9 // 10]}, "
            f"{sum(length > 40 for length in lengths)}"
        ),
        "modules of one name": ", ".join(namesakes(module_names(every))) or "0",
        "classes of one name": ", ".join(namesakes(class_names(every))) or "0",
        "codes of rules outside rules": f"{sum(map(len, codes.values()))} in {len(codes)} modules",
    }


def main() -> None:
    figures = measures()
    width = max(map(len, figures))
    sys.stdout.write("".join(f"{name:<{width}}  {figure}\n" for name, figure in figures.items()))


if __name__ == "__main__":
    main()
