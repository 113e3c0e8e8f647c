"""A data file that the center edits is refused with its file, line and key, and told what is allowed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta, Struct

from gaoji_batch.errors import GaojiError
from gaoji_batch.law.data_files import load_yaml, read_yaml
from gaoji_batch.law.records import Unfit


class Inner(Struct, forbid_unknown_fields=True):
    size: Annotated[int, Meta(ge=0)] = 0
    words: list[str] = []


class Outer(Struct, forbid_unknown_fields=True):
    title: str
    parts: list[Inner] = []
    named: dict[str, Inner] = {}


class Dated(Struct, forbid_unknown_fields=True):
    """Each kind of value that a data file may have."""

    spans: list[tuple[date, date]] = []
    years: dict[int, str] = {}
    source: Literal["unit", "center", "extract"] = "unit"
    digit: int | None = None
    seconds: Annotated[float, Meta(gt=2)] = 3
    share: Annotated[float, Meta(lt=1)] = 0
    code: Annotated[str, Meta(pattern=r"^\d+\Z")] = "0"
    chain: Annotated[tuple[str, ...], Meta(min_length=1)] = ("甲",)
    card: bool = False
    value: Any = None

    def __post_init__(self) -> None:
        if self.digit == 13:
            raise Unfit("不能是13", "digit")
        if self.digit == 14:
            raise ValueError("said by a check that names no key")
        if self.code == "13":
            raise Unfit("与编号不符")


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
        ("title:\n", "a.yaml第1行：取值有误（应为规定写法的文字）“title”", "对照"),
        ("titel: 名\n", "a.yaml第1行：缺少的键“title”", "对照"),
        ("parts: 甲\nz: 1\ntitle: 1\n", "a.yaml第3行：取值有误（应为规定写法的文字）“title”", "对照"),
        (
            "title: 名\nnamed:\n  1: {}\n",
            "a.yaml第3行：取值有误（应为规定写法的文字）“named.1.[key]”",
            "对照",
        ),
        ("title: 名\nnamed:\n  甲:\n", "a.yaml第3行：取值有误（应为一组键和值）“named.甲”", "对照"),
        ("title: 名\n1: 二\n", "a.yaml第2行：不认识的键“1”", "可用的键：named、parts、title"),
        ("", "a.yaml第1行：取值有误（应为一组键和值）", "对照"),
        ("title: [\n", "a.yaml第2行不是有效的YAML", "核对缩进"),
        ("title: 名\nday: 2026-02-30\n", "a.yaml第2行：没有“2026-02-30”这一天", "对照日历"),
        ("title: 名\ntitle: 二\n", "a.yaml第2行：“title”重复（前一处在第1行）", "删去"),
        ("title: 名\nnamed:\n  甲: {}\n  甲: {}\n", "a.yaml第4行：“甲”重复（前一处在第3行）", "删去"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, content: str, place: str, remedy: str) -> None:
    with pytest.raises(GaojiError) as refused:
        load_yaml(file(tmp_path, content), Outer)
    assert place in str(refused.value) and remedy in str(refused.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("spans:\n  - [2026-01-01, 2026-01-03, 2026-01-04]", "第2行：取值有误（项数不对）“spans.0”"),
        ("spans:\n  - [2026-01-01]", "第2行：缺少的键“spans.0.1”"),
        ("spans:\n  - [2026-01-01, x]", "第2行：取值有误（应为日期，如2026-07-01）“spans.0.1”"),
        ("spans:\n  - [2026-01-01, 5]", "第2行：取值有误（应为日期，如2026-07-01）“spans.0.1”"),
        ("spans:\n  - 2026-01-01", "第2行：取值有误（应为列表）“spans.0”"),
        ("years: {二: 年}", "第1行：取值有误（应为整数）“years.二.[key]”"),
        ("source: units", "第1行：取值有误（应为'unit', 'center'或'extract'）“source”"),
        ("source: [unit]", "第1行：取值有误（应为'unit', 'center'或'extract'）“source”"),
        ("digit: 一", "第1行：取值有误（应为整数）“digit”"),
        ("digit: 1.5", "第1行：取值有误（应为整数）“digit”"),
        ("digit: true", "第1行：取值有误（应为整数）“digit”"),
        ("digit: 13", "第1行：取值有误（不能是13）“digit”"),
        ("digit: 14", "第1行：取值有误（不合要求）“”"),
        ("digit: 1\ncode: '13'", "第1行：取值有误（与编号不符）“”"),
        ("seconds: 2", "第1行：取值有误（应大于2）“seconds”"),
        ("seconds: .nan", "第1行：取值有误（应大于2）“seconds”"),
        ("seconds: 快", "第1行：取值有误（应为数值）“seconds”"),
        ("share: 1", "第1行：取值有误（应小于1）“share”"),
        ("code: 甲", "第1行：取值有误（应为规定写法的文字）“code”"),
        ('code: "1\\n"', "第1行：取值有误（应为规定写法的文字）“code”"),
        ("chain: []", "第1行：取值有误（项数不对）“chain”"),
        ("chain: [甲, 1]", "第1行：取值有误（应为规定写法的文字）“chain.1”"),
        ("card: 或许", "第1行：取值有误（应为true或false）“card”"),
        ("card: 2", "第1行：取值有误（应为true或false）“card”"),
        ("value: {1: [x]}\ncard:", "第2行：取值有误（应为true或false）“card”"),
    ],
)
def test_each_kind_of_value_says_what_it_should_be(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(GaojiError) as refused:
        load_yaml(file(tmp_path, content), Dated)
    assert f"a.yaml{says}；" in str(refused.value)


def test_numbers_switches_and_days_may_be_written_as_text(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "digit: '4'\nseconds: '2.5'\ncard: 'true'\nspans: [['2026-01-01', 2026-01-03]]\nyears: {'2026': 文}",
    )
    expected = Dated(
        digit=4, seconds=2.5, card=True, spans=[(date(2026, 1, 1), date(2026, 1, 3))], years={2026: "文"}
    )
    assert load_yaml(path, Dated) == expected


def test_yaml_that_builds_objects_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GaojiError, match=r"a\.yaml第1行不是有效的YAML"):
        read_yaml(file(tmp_path, "title: !!python/object/apply:os.getcwd []\n"))
