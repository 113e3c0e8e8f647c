"""What a page links to within its run's folder: review summaries and returned workbooks, by relative
address."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from gaoji_batch.outputs.marking.returned_names import copies
from gaoji_batch.outputs.safe_text import safe_name
from gaoji_batch.values.masking import mask_free_text


@dataclass(frozen=True, slots=True)
class FileLink:
    """A submitted file as a page shows it: `label` and `short` (bare name) masked, `href` '' if nothing came
    back."""

    label: str
    short: str
    href: str


def review_file(project: str) -> str:
    """The name of a project's review summary within projects/."""
    return f"{safe_name(project)}.html"


def review_link(project: str) -> str:
    """The review summary of a project, seen from index.html."""
    return "projects/" + quote(review_file(project))


def documents(folder: Path, project: str, unit: str) -> list[tuple[str, str]]:
    """(name, address) of the signed forms that the run's `folder` holds for a project and its unit."""
    paths = {
        "审核意见表": f"projects/{safe_name(project)}.docx",
        "一次性告知书": f"letters/{safe_name(unit)}.docx",
    }
    return [(name, quote(path)) for name, path in paths.items() if (folder / path).is_file()]


def masked(file: str) -> str:
    """The path of a file as a page shows it: an ID number in it is masked."""
    return mask_free_text(file)


def file_link(folder: Path, file: str) -> FileLink:
    """The submitted `file` and, where the run's `folder` already holds it, its returned copy.

    A name that holds an ID number is masked, and the link then leads to the folder that the copy lies in.
    """
    shown = masked(file)
    copy = returned(folder, file)
    if copy and shown != file:
        copy = copy.parent
    return FileLink(shown, PurePosixPath(shown).name, quote(copy.as_posix()) if copy else "")


def returned(folder: Path, file: str) -> PurePosixPath | None:
    """The returned copy: under its own name, or as xlsx where another format was turned into it."""
    if not file.startswith("inbox/"):
        return None
    return next((choice for choice in copies(folder, file) if (folder / choice).is_file()), None)
