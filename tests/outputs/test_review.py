from pathlib import Path

import pytest

from gaoji_batch.errors import GaojiError
from gaoji_batch.outputs.pages import review
from tests.outputs.reports import ARTICLE_4, UNITS, finding, id_number, made_up


def written(folder: Path, project: str = "GY2026-001") -> str:
    return (folder / "projects" / f"{project}.html").read_text(encoding="utf-8")


def test_each_project_has_a_page_with_its_own_findings_only(tmp_path: Path) -> None:
    review.write(made_up(), tmp_path)
    assert sorted(path.name for path in (tmp_path / "projects").iterdir()) == [
        f"GY2026-00{at}.html" for at in (1, 2, 3)
    ]
    text = written(tmp_path)
    assert "数控技术高级研修班（1）" in text
    assert "再补充1名符合条件的学员" in text
    assert "申请金额应为105000元" not in text


def test_the_rule_stands_first_then_the_words_of_the_article(tmp_path: Path) -> None:
    review.write(made_up([finding("E0403", 0), finding("E0408", 3), finding("Q0601", 0)]), tmp_path)
    text = written(tmp_path)
    assert text.index("班额不足") < text.index("Q0601")
    assert text.count(ARTICLE_4) == 1  # two rules rest on it
    assert text.index(f"第四条　{ARTICLE_4}") > text.index("社保连续缴费不足")
    assert "2026年5月11日" in text


def test_a_project_without_findings_says_so(tmp_path: Path) -> None:
    review.write(made_up([]), tmp_path)
    assert "未发现问题。" in written(tmp_path)


def test_no_projects_no_folder(tmp_path: Path) -> None:
    report = made_up([])
    report.projects = report.projects.head(0)
    review.write(report, tmp_path)
    assert not (tmp_path / "projects").exists()


def test_any_project_number_gives_a_file(tmp_path: Path) -> None:
    report = made_up()
    report.projects["project"] = ["a/b", "..", "京高研：<1>"]
    review.write(report, tmp_path)
    assert len(list((tmp_path / "projects").iterdir())) == 3


def test_what_a_unit_wrote_is_text(tmp_path: Path) -> None:
    number = id_number(1)
    review.write(
        made_up([finding("E0403", message="<img src=x>{{ 1 }}", file=f"inbox/{number}.xlsx")]), tmp_path
    )
    text = written(tmp_path)
    assert "&lt;img src=x&gt;{{ 1 }}" in text
    assert number not in text


def test_a_returned_copy_is_linked(tmp_path: Path) -> None:
    (tmp_path / "returned" / UNITS[0]).mkdir(parents=True)
    (tmp_path / "returned" / UNITS[0] / "学员名单.xlsx").touch()
    review.write(made_up(), tmp_path)
    assert 'href="../returned/' in written(tmp_path)


def test_the_centers_own_template_is_used(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "review.html.j2").write_text("本中心：{{ project.unit }}", encoding="utf-8")
    review.write(made_up(workspace=tmp_path), tmp_path)
    assert written(tmp_path) == f"本中心：{UNITS[0]}"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("一\n{% if %}", "review.html.j2第2行有误：标记没有写完整"),
        ("一\n二\n{{ projekt.name }}", "review.html.j2第3行有误：“projekt”没有定义"),
        ("{% include 'x.html' %}", "review.html.j2所引用的x.html不存在"),
        ("{{ ''.__class__.__mro__ }}", "review.html.j2第1行有误：不允许读取“__class__”"),
    ],
)
def test_a_broken_template_is_one_line_file_place_fault(tmp_path: Path, template: str, message: str) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "review.html.j2").write_text(template, encoding="utf-8")
    with pytest.raises(GaojiError, match=message):
        review.write(made_up(workspace=tmp_path), tmp_path)
