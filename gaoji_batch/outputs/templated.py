"""Templates that the center may edit: found, rendered in a sandbox, and refused in one line when they are broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from gaoji_batch import resources
from gaoji_batch.errors import GaojiError

REMEDY = "按提示修改模板，或把工作区templates文件夹中的该文件移走，改用自带的模板"


def template_path(workspace: Path, name: str) -> Path:
    """The template `name`: the workspace's own in `templates/`, else the one that comes with the program."""
    own = workspace / "templates" / name
    return own if own.is_file() else resources.templates() / name


def environment(folder: Path | None = None) -> SandboxedEnvironment:
    """A sandbox with autoescape in which an unknown name is an error; it loads from `folder` where one is given."""
    loader = FileSystemLoader(folder) if folder else None
    return SandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, loader=loader, trim_blocks=True, lstrip_blocks=True
    )


def render(workspace: Path, name: str, values: Mapping[str, Any]) -> str:
    """The text of template `name` with `values`; raises GaojiError naming file, line and fault of a broken template."""
    path = template_path(workspace, name)
    with refused(path):
        return environment(path.parent).get_template(path.name).render(values)


@contextmanager
def refused(path: Path) -> Iterator[None]:
    """Turns whatever a template raises into one GaojiError: file, place, what is wrong."""
    try:
        yield
    except TemplateSyntaxError as error:
        raise GaojiError(f"模板{path}第{error.lineno}行有误：{error.message}", REMEDY) from error
    except (TemplateError, TypeError, ValueError, AttributeError, KeyError, ArithmeticError) as error:
        if isinstance(error, TemplateNotFound):
            raise GaojiError(f"模板{path}所引用的{error.name}不存在", REMEDY) from error
        raise GaojiError(f"模板{path}{_place(error, path)}有误：{error}", REMEDY) from error


def _place(error: BaseException, path: Path) -> str:
    """The line of the template in a traceback: Jinja gives a template's frames its file and its line numbers."""
    lines, trace = [], error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    return f"第{lines[-1]}行" if lines else ""
