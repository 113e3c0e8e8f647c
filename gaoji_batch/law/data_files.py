"""YAML data files of the law and the forms: a misspelt, unknown or repeated key is refused with file, line,
key and what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from gaoji_batch.errors import GaojiError

Model = TypeVar("Model", bound=BaseModel)


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


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


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
    path: Path, model: type[Model], completed: Callable[[Any], Any] = lambda content: content
) -> Model:
    """The file as the model; GaojiError names file, line, key, and the keys allowed.

    completed: adds to the file's content what other files say, before it is checked."""
    content = completed(read_yaml(path))
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        line, where = _line(path, first["loc"]), ".".join(str(part) for part in first["loc"])
        allowed = (
            f"可用的键：{'、'.join(_allowed(model, first['loc']))}"
            if first["type"] == "extra_forbidden"
            else "对照其他文件的写法更正"
        )
        problem = {"extra_forbidden": "不认识的键", "missing": "缺少的键"}.get(
            first["type"], f"取值有误（{wanted(first)}）"
        )
        raise GaojiError(f"{path.name}第{line}行：{problem}“{where}”", allowed) from error


def wanted(problem: Any) -> str:
    """What a value of a data file or of gaoji.toml should have been (one of pydantic's error details)."""
    kind, told = problem["type"], problem.get("ctx") or {}
    for word, bound in (
        ("不应小于", "ge"),
        ("不应大于", "le"),
        ("应大于", "gt"),
        ("应小于", "lt"),
        ("应为", "expected"),
    ):
        if bound in told:
            return f"{word}{str(told[bound]).replace(' or ', '或')}"
    if kind == "value_error":
        return str(told["error"])
    kinds = {
        "int": "应为整数",
        "float": "应为数值",
        "bool": "应为true或false",
        "string": "应为规定写法的文字",
        "date": "应为日期，如2026-07-01",
    }
    kinds |= {
        "list": "应为列表",
        "tuple": "应为列表",
        "dict": "应为一组键和值",
        "model": "应为一组键和值",
        "too": "项数不对",
    }
    # int_type, int_parsing, int_from_float: each kind of pydantic's begins with the type that was wanted
    return kinds.get(kind.split("_")[0], "不合要求")


def _line(path: Path, place: tuple[int | str, ...]) -> int:
    """The line of the deepest node on the way to a place."""
    # pydantic tells the way to a value and not its line: the file is parsed once more, for the message alone
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


def _allowed(model: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    """The keys that the model at a place knows."""
    for part in place[:-1]:
        field = model.model_fields.get(str(part))
        if field is None:
            continue
        inner = [
            kind
            for kind in (field.annotation, *get_args(field.annotation))
            if isinstance(kind, type) and issubclass(kind, BaseModel)
        ]
        model = inner[-1] if inner else model
    return sorted(field.alias or name for name, field in model.model_fields.items())
