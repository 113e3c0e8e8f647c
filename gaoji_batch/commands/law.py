"""The law for reading: rules and parameters in force, with what a workspace overrides (where there is
one)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoji_batch.errors import GaojiError
from gaoji_batch.law import resources
from gaoji_batch.law.policy import Policy, article_name
from gaoji_batch.outputs.pages import catalogue
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.workspace.folders import SETTINGS, Workspace
from gaoji_batch.workspace.progress import SILENT, Progress

if TYPE_CHECKING:
    from gaoji_batch.outputs.pages.catalogue import Entry, Parameter


@dataclass(frozen=True, slots=True)
class Law:
    """The policy in force on a day, read from a workspace or, outside of any, as it stands."""

    policy: Policy
    on: date

    def parameters(self) -> list[Parameter]:
        return catalogue.parameters(self.policy, self.on)

    def records(self) -> list[dict[str, Any]]:
        """The parameters for programs: values as they are, not in words."""
        return [row | {"article": article_name(row["article"])} for row in self.policy.describe(self.on)]

    def entries(self) -> list[Entry]:
        return catalogue.entries(all_rules(), self.policy, self.on)

    def entry(self, code: str) -> Entry:
        """One rule by its code or its title; GaojiError names the nearest where there is none."""
        entries = self.entries()
        named = {name: entry for entry in entries for name in (entry.code, entry.title)}
        entry = named.get(code.strip().upper())
        if entry is None:
            near = get_close_matches(code.strip().upper(), named, 3, 0.4)
            raise GaojiError(
                f"没有规则“{code}”", f"是否要找{'、'.join(near)}" if near else "用gaoji rules查看全部规则"
            )
        return entry


def law(folder: Path, on: date) -> Law:
    """The law for a folder in or outside of a workspace."""
    start = folder.resolve()
    inside = any((parent / SETTINGS).is_file() for parent in (start, *start.parents))
    policy = Workspace.find(folder).policy() if inside else Policy.load(resources.schemas() / "policy", {})
    return Law(policy, on)


def write_page(workspace: Workspace, on: date, progress: Progress = SILENT) -> Path:
    """Writes rules.html into a run's folder; returns its path."""
    with workspace.new_run("rules", on=on, progress=progress) as this_run:
        catalogue.write_page(
            workspace.path, all_rules(), workspace.policy(), on, this_run.folder / "rules.html"
        )
    return this_run.final / "rules.html"
