"""A data file that the center edits is refused with its file, line and key, and told what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field

from gaoji_batch.errors import GaojiError
from gaoji_batch.law.data_files import load_yaml, read_yaml


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    size: int = Field(0, ge=0)
    words: list[str] = []


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    parts: list[Inner] = []
    named: dict[str, Inner] = {}


def file(folder: Path, content: str) -> Path:
    path = folder / "a.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_file_that_holds_is_read(tmp_path: Path) -> None:
    path = file(tmp_path, "title: 名\nparts:\n  - {size: 2, words: [甲]}\n")
    assert load_yaml(path, Outer) == Outer(title="名", parts=[Inner(size=2, words=["甲"])])


@pytest.mark.parametrize(
    ("content", "place", "remedy"),
    [
        ("title: 名\ntitel: 名\n", "a.yaml第2行：不认识的键“titel”", "可用的键：named、parts、title"),
        (
            "title: 名\nparts:\n  - size: 1\n  - siez: 1\n",
            "a.yaml第4行：不认识的键“parts.1.siez”",
            "可用的键：size、words",
        ),
        ("parts: []\n", "a.yaml第1行：缺少的键“title”", "对照"),
        ("title: 名\nparts:\n  - size: 一\n", "a.yaml第3行：取值有误（应为整数）“parts.0.size”", "对照"),
        ("title: 名\nparts:\n  - size: -1\n", "a.yaml第3行：取值有误（不应小于0）", "对照"),
        ("title: 名\nparts: 甲\n", "a.yaml第2行：取值有误（应为列表）“parts”", "对照"),
        ("title: 名\nparts: [甲]\n", "a.yaml第2行：取值有误（应为一组键和值）", "对照"),
        (
            "title: 名\nnamed:\n  甲: {words: 乙}\n",
            "a.yaml第3行：取值有误（应为列表）“named.甲.words”",
            "对照",
        ),
        ("title: 1\n", "a.yaml第1行：取值有误（应为规定写法的文字）“title”", "对照"),
        ("", "a.yaml第1行：取值有误（应为一组键和值）", "对照"),
        ("title: [\n", "a.yaml第2行不是有效的YAML", "核对缩进"),
        ("title: 名\ntitle: 二\n", "a.yaml第2行：“title”重复（前一处在第1行）", "删去"),
        ("title: 名\nnamed:\n  甲: {}\n  甲: {}\n", "a.yaml第4行：“甲”重复（前一处在第3行）", "删去"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, content: str, place: str, remedy: str) -> None:
    with pytest.raises(GaojiError) as refused:
        load_yaml(file(tmp_path, content), Outer)
    assert place in str(refused.value) and remedy in str(refused.value)


def test_yaml_that_builds_objects_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GaojiError, match=r"a\.yaml第1行不是有效的YAML"):
        read_yaml(file(tmp_path, "title: !!python/object/apply:os.getcwd []\n"))
