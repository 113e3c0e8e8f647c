"""Templates that the center may edit: found, rendered in a sandbox, and refused in one line when they are
broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import SandboxedEnvironment

from gaoji_batch.errors import GaojiError
from gaoji_batch.law import resources
from gaoji_batch.outputs.safe_text import clean

REMEDY = "按提示修改模板，或把工作区templates文件夹中的该文件移走，改用自带的模板"


_FAULTS = [
    (r"'([^']+)' is undefined", "“{}”没有定义"),
    (r"has no (?:attribute|element) '?([^']+)'?", "没有“{}”这一项"),
    (r"No (?:filter|test) named '([^']+)'", "没有名为“{}”的过滤器"),
    (r"[Uu]nknown tag '([^']+)'", "没有“{}”这种标记，或缺少与它成对的标记"),
    (r"innermost block that needs to be closed is '([^']+)'", "“{0}”没有结束，缺少end{0}标记"),
    (r"attribute '([^']+)' .* unsafe", "不允许读取“{}”"),
    (
        r"unexpected '([^']+)'|expected token .*got '([^']+)'|unexpected char '([^']+)'",
        "标记写法有误，“{}”处读不通",
    ),
    (r"end of template|Missing end of|Expected an expression", "标记没有写完整"),
]
"""What Jinja says → what the center is told."""


def template_path(workspace: Path, name: str) -> Path:
    """The template `name`: the workspace's own in `templates/`, else the one that comes with the program."""
    own = workspace / "templates" / name
    return own if own.is_file() else resources.templates() / name


def asset(workspace: Path, name: str) -> str:
    """The text of a style sheet or script as it is; GaojiError where it is no UTF-8."""
    path = template_path(workspace, name)
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise GaojiError(f"模板{path}不是UTF-8编码", REMEDY) from error


@cache
def _loading(folder: Path) -> SandboxedEnvironment:
    # a template takes longer to compile than to render: once a process, until its file changes
    return environment(folder)


def environment(folder: Path | None = None) -> SandboxedEnvironment:
    """A sandbox with autoescape in which an unknown name is an error; it loads from `folder` where one is
    given, then from the program's own."""
    loader = FileSystemLoader([folder, resources.templates()]) if folder else None
    return SandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=loader,
        finalize=_writable,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _writable(value: Any) -> Any:
    return clean(value) if type(value) is str else value


def render(workspace: Path, name: str, values: Mapping[str, Any]) -> str:
    """The text of template `name` with `values`; raises GaojiError naming file, line and fault of a broken
    template."""
    with refused(template_path(workspace, name)):
        return template(workspace, name).render(values)


def template(workspace: Path, name: str) -> Template:
    """The template `name`, compiled once a process; what Jinja raises of a broken one is for `refused`."""
    path = template_path(workspace, name)
    return _loading(path.parent).get_template(path.name)


def compile_ahead(workspace: Path, *names: str) -> None:
    """Compiles templates that will be rendered later; what is wrong with them is told then."""
    for name in names:
        with suppress(Exception):
            template(workspace, name)


@contextmanager
def refused(path: Path, place: Callable[[int], str] = "第{}行".format) -> Iterator[None]:
    """Turns whatever a template raises into one GaojiError: file, place, what is wrong; `place` says a
    line."""
    try:
        yield
    except TemplateSyntaxError as error:
        raise GaojiError(f"模板{path}{place(error.lineno)}有误：{_chinese(error)}", REMEDY) from error
    except TemplateNotFound as error:
        raise GaojiError(f"模板{path}所引用的{error.name}不存在", REMEDY) from error
    except (TemplateError, TypeError, ValueError, AttributeError, KeyError, ArithmeticError) as error:
        lines = _lines_of_template(error, path)
        raise GaojiError(
            f"模板{path}{place(lines[-1]) if lines else ''}有误：{_chinese(error)}", REMEDY
        ) from error


def _chinese(error: Exception) -> str:
    """The fault in Chinese where Jinja's words for it are known, else these words."""
    for pattern, told in _FAULTS:
        if found := re.search(pattern, str(error)):
            return told.format(next((name for name in found.groups() if name), ""))
    return str(error)


def _lines_of_template(error: BaseException, path: Path) -> list[int]:
    """The template's own lines in a traceback: Jinja gives a template's frames its file and its line
    numbers."""
    return [
        line
        for frame, line in walk_tb(error.__traceback__)
        if frame.f_code.co_filename in (str(path), "<template>")
    ]
