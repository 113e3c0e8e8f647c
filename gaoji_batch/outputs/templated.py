"""Templates that the center may edit: found, rendered in a sandbox, and refused in one line when they are broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from gaoji_batch import resources
from gaoji_batch.errors import GaojiError
from gaoji_batch.outputs.safe_text import clean

REMEDY = "按提示修改模板，或把工作区templates文件夹中的该文件移走，改用自带的模板"


def template_path(workspace: Path, name: str) -> Path:
    """The template `name`: the workspace's own in `templates/`, else the one that comes with the program."""
    own = workspace / "templates" / name
    return own if own.is_file() else resources.templates() / name


def environment(folder: Path | None = None) -> SandboxedEnvironment:
    """A sandbox with autoescape in which an unknown name is an error; it loads from `folder` where one is given, then from the program's own."""
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
    """The text of template `name` with `values`; raises GaojiError naming file, line and fault of a broken template."""
    path = template_path(workspace, name)
    with refused(path):
        return environment(path.parent).get_template(path.name).render(values)


@contextmanager
def refused(path: Path, place: Callable[[int], str] = "第{}行".format) -> Iterator[None]:
    """Turns whatever a template raises into one GaojiError: file, place, what is wrong; `place` says a line."""
    try:
        yield
    except TemplateSyntaxError as error:
        raise GaojiError(f"模板{path}{place(error.lineno)}有误：{error.message}", REMEDY) from error
    except TemplateNotFound as error:
        raise GaojiError(f"模板{path}所引用的{error.name}不存在", REMEDY) from error
    except (TemplateError, TypeError, ValueError, AttributeError, KeyError, ArithmeticError) as error:
        lines = _lines_of_template(error, path)
        raise GaojiError(f"模板{path}{place(lines[-1]) if lines else ''}有误：{error}", REMEDY) from error


def _lines_of_template(error: BaseException, path: Path) -> list[int]:
    """The template's own lines in a traceback: Jinja gives a template's frames its file and its line numbers."""
    return [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename in (str(path), "<template>")]
