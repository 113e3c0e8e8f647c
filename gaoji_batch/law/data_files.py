"""YAML data files of the law and the forms: a misspelt, unknown or repeated key is refused with file, line,
key and what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from gaoji_batch.errors import GaojiError
from gaoji_batch.law.records import FaultyContent, Record, record


# the safe one: YAML of another kind may build objects of Python
class _Loader(yaml.CSafeLoader):
    """PyYAML's C loader that refuses repeated keys and notes the line of every key."""

    name: str


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: dict[Any, int] = {}
    # YAML's own loader lets the later of two equal keys win without a word
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise GaojiError(
                f"{loader.name}第{key_node.start_mark.line + 1}行：“{key}”重复（前一处在第{seen[key]}行）",
                "删去其中一处",
            )
        seen[key] = key_node.start_mark.line + 1
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


def _day(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        return yaml.SafeLoader.construct_yaml_timestamp(loader, node)
    except ValueError as error:
        line = node.start_mark.line + 1
        raise GaojiError(f"{loader.name}第{line}行：没有“{node.value}”这一天", "对照日历更正") from error


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)


def read_yaml(path: Path) -> Any:
    """The file's content; GaojiError with file and line where it is no YAML or repeats a key."""
    try:
        with path.open("rb") as file:
            loader = _Loader(file)
            loader.name = path.name
            try:
                return loader.get_single_data()
            finally:
                loader.dispose()
    except yaml.YAMLError as error:
        # bytes that are no text (ReaderError) have no place in the file
        mark = getattr(error, "problem_mark", None)
        raise GaojiError(
            f"{path.name}第{mark.line + 1 if mark else 1}行不是有效的YAML", "核对缩进、冒号和引号"
        ) from error


def load_yaml(
    path: Path, kind: type[Record], completed: Callable[[Any], Any] = lambda content: content
) -> Record:
    """The file as a record of the kind; GaojiError names file, line, key, and the keys allowed.

    completed: adds to the file's content what other files say, before it is checked."""
    try:
        return record(completed(read_yaml(path)), kind)
    except FaultyContent as faulty:
        fault = faulty.fault
        problem = {"unknown": "不认识的键", "missing": "缺少的键"}.get(
            fault.kind, f"取值有误（{fault.wanted}）"
        )
        raise GaojiError(
            f"{path.name}第{_line(path, fault.place)}行：{problem}“{fault.path}”",
            f"可用的键：{'、'.join(fault.allowed)}" if fault.allowed else "对照其他文件的写法更正",
        ) from faulty


def _line(path: Path, place: tuple[int | str, ...]) -> int:
    """The line of the deepest node on the way to a place."""
    # a fault tells the way to a value and not its line: the file is parsed once more, for the message alone
    node: Any = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    line = 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if str(key.value) == str(part)), None)
            # a key that is missing has no line of its own: that of the table which lacks it
            if found is None:
                return line
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
