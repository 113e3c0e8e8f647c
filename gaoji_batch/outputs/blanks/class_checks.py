"""What is wrong with a class or a plan as a whole, as lines of the sheet 自查: class sizes, hours, days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gaoji_batch.findings import REJECT
from gaoji_batch.outputs.blanks.formulas import Columns, listed, quoted
from gaoji_batch.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the summary of 自查.

    label: what is checked.
    standard: a number of the policy, or words.
    now: what is there now, as an expression.
    count: how many faults that makes, as an expression.
    code: the rule's; '' for what is only shown.
    """

    label: str
    standard: object
    now: str
    count: str
    code: str


@dataclass(frozen=True, slots=True)
class FormChecks:
    """What the lines of a form rest on.

    columns: the helper columns, to which those of a class are added.
    of: a parameter of the policy on the day of the blank.
    keys: key-value cell → its cell on the form.
    rules: code → rule.
    faults: field → the helper column that says what is wrong with its cell.
    approved_heads: of the project that the blank is for; None where it is for none.
    """

    columns: Columns
    of: Callable[[str], Any]
    keys: Mapping[str, str]
    rules: Mapping[str, Rule]
    faults: Mapping[str, str]
    approved_heads: int | None = None

    def line(self, code: str, standard: object, now: str, count: str) -> Line:
        """A line under the title of its rule."""
        return Line(self.rules[code].title, standard, now, count, code)


def class_columns(checks: FormChecks) -> None:
    """The helper columns that tell the classes of a form apart: class, and whether a row is the first of
    its class."""
    add = checks.columns.add
    from_key = f"{checks.keys['期次']}" if "期次" in checks.keys else '""'
    from_row = "[w_class_no]" if "w_class_no" in checks.columns.templates else '""'
    bare = f'IF({from_row}<>"",{from_row},{from_key}&"")'
    for word in ("第", "期", "班", " "):
        bare = f'SUBSTITUTE({bare},"{word}","")'
    add("class_said", bare)
    add("class", 'IF([filled]=0,"",IF([class_said]="","1",[class_said]))')
    add("opens", 'IF([class]="",0,IF(MATCH([class],[class:],0)=[number],1,0))')


def heads(checks: FormChecks) -> list[Line]:
    """Q0601, Q0602, Q0604, Q0607 of a roster; a line counts the classes that are wrong."""
    _sizes(checks)
    least, most = checks.of("class.min"), checks.of("class.max")
    _out(checks)
    checks.columns.add("left", "IF([opens]=1,[size]-SUMPRODUCT(([class:]=[class])*[newly:]*[barred:]),0)")
    total = "SUM([newly:])"
    lines = [
        checks.line("Q0601", least, _least("size"), f"SUMPRODUCT([opens:]*([size:]<{least}))"),
        checks.line("Q0602", most, "MAX([size:])", f"SUMPRODUCT([opens:]*([size:]>{most}))"),
        checks.line(
            "Q0607",
            least,
            _least("left"),
            f"SUMPRODUCT([opens:]*([left:]<{least})*([size:]>={least})*([left:]<[size:]))",
        ),
    ]
    if checks.approved_heads is not None:
        lines.append(
            checks.line("Q0604", checks.approved_heads, total, f"IF({total}>{checks.approved_heads},1,0)")
        )
    return lines


def completed(checks: FormChecks) -> list[Line]:
    """Q0606 of a completion register."""
    _sizes(checks)
    least = checks.of("class.min")
    return [checks.line("Q0606", least, _least("size"), f"SUMPRODUCT([opens:]*([size:]<{least}))")]


def _sizes(checks: FormChecks) -> None:
    class_columns(checks)
    earlier = "SUMPRODUCT(([who:]=[who])*([class:]=[class])*([number:]<[number]))"
    checks.columns.add("newly", f"IF([filled]=0,0,IF({earlier}=0,1,0))")
    checks.columns.add("size", "IF([opens]=1,SUMPRODUCT(([class:]=[class])*[newly:]),0)")


def _out(checks: FormChecks) -> None:
    """Whether a person has a fault that refuses (a repetition apart)."""
    titles = [rule.title for code, rule in checks.rules.items() if rule.severity == REJECT and code[0] == "D"]
    titles = [title for title in titles if title != checks.rules["D105"].title]
    joined = "&".join(checks.faults.values())
    refused = f"SUMPRODUCT(--ISNUMBER(FIND({listed([f'{title}〔' for title in titles])},{joined})))>0"
    checks.columns.add("refused", f"IF([filled]=0,0,IF({refused},1,0))")
    same = "SUMPRODUCT(([who:]=[who])*([class:]=[class])*[refused:])"
    checks.columns.add("barred", f"IF([filled]=0,0,IF({same}>0,1,0))")


def _least(name: str) -> str:
    """The least of a column over the rows that open a class."""
    # MINIFS is not in Excel 2010: rows that open no class are lifted out of the minimum
    none = "10^6"
    return f"SUMPRODUCT(MIN([{name}:]+(1-[opens:])*{none}))"


def hours(checks: FormChecks) -> list[Line]:
    """H0901, H0902, H0903, H0905 to H0907 of a plan, class by class, as its rules count them."""
    _hour_columns(checks)
    of = checks.of
    many, most = of("hours.day")
    share = of("hours.visits_share")
    least, wanted = of("hours.total"), of("hours.discussion")
    return [
        checks.line("H0901", least, _least("taught"), f"SUMPRODUCT([judged:]*([taught:]<{least}))"),
        checks.line("H0902", wanted, _least("discussed"), f"SUMPRODUCT([told:]*([discussed:]<{wanted}))"),
        checks.line("H0903", "与申报一致", "SUM([h:])", "SUM([unequal:])"),
        checks.line("H0905", most, "MAX([day:])", f"SUMPRODUCT([last:]*([day:]>{most}))"),
        checks.line("H0906", many, "MAX([day:])", f"SUMPRODUCT([last:]*([day:]>{many})*([day:]<={most}))"),
        checks.line(
            "H0907", f"{share:.0%}", "SUM([visit:])", f"SUMPRODUCT([told:]*([visits:]>[sum:]*{share}))"
        ),
    ]


def _hour_columns(checks: FormChecks) -> None:
    """The helper columns of a plan: hours of each session by kind, of each class and of each day.

    `judged`: the class has no session whose hours cannot be read; `told`: nor one without a teaching form, so
    that its discussion hours are known.
    """
    add, of = checks.columns.add, checks.of
    class_columns(checks)
    total, talk = checks.keys["总学时"], checks.keys["研讨交流学时"]
    add("h", "IF(ISNUMBER([q_hours]),[q_hours],0)")
    unread = 'IF([q_hours]="?",TRUE,IF(ISNUMBER([q_hours]),OR([q_hours]<=0,[q_hours]>24),FALSE))'
    add("bad", f"IF([filled]=0,0,IF({unread},1,0))")
    add("formless", 'IF(AND([filled]=1,[t_teaching_form]=""),1,0)')
    forms = listed(of("hours.discussion_forms"))
    add("talk", f"IF(ISNUMBER(MATCH([t_teaching_form],{forms},0)),[h],0)")
    visits = ",".join(f"ISNUMBER(FIND({quoted(word)},[t_teaching_form]))" for word in of("hours.visit_forms"))
    add("visit", f"IF(OR({visits}),[h],0)")
    add("judged", "IF(AND([opens]=1,SUM([bad:])=0),1,0)")
    add("told", "IF(AND([judged]=1,SUM([formless:])=0),1,0)")
    for name, part in (("sum", "h"), ("talks", "talk"), ("visits", "visit")):
        add(name, f"IF([opens]=1,ROUND(SUMPRODUCT(([class:]=[class])*[{part}:]),2),0)")
    add("day", "IF(ISNUMBER([d_date]),ROUND(SUMPRODUCT(([d_date:]=[d_date])*([class:]=[class])*[h:]),2),0)")
    later = "SUMPRODUCT(([d_date:]=[d_date])*([class:]=[class])*([number:]>[number]))"
    add("last", f"IF(ISNUMBER([d_date]),IF({later}=0,1,0),0)")
    stated_total, talked = _hours_of(total), _hours_of(talk)
    add("said", stated_total)
    add("talked", talked)
    unequal = (
        'IF([judged]=0,0,IF(OR(IF([said]="",FALSE,[said]<>[sum]),'
        'IF(OR([talked]="",[told]=0),FALSE,[talked]<>[talks])),1,0))'
    )
    add("unequal", unequal)
    add("taught", 'IF([said]="",[sum],MIN([said],[sum]))')
    add("discussed", 'IF([talked]="",[talks],MIN([talked],[talks]))')


def _hours_of(cell: str) -> str:
    """The number in a key-value cell, with or without 学时; '' where there is none."""
    bare = f'SUBSTITUTE(SUBSTITUTE({cell}&"","学时",""),"课时","")'
    return f'IFERROR(VALUE(TRIM({bare})),"")'


def inside(checks: FormChecks) -> list[Line]:
    """P1206: sessions before the first or after the last day of the class."""
    first, last = checks.keys["开班日期"], checks.keys["结业日期"]
    given = f"ISNUMBER({first}),ISNUMBER({last})"
    outside = f"SUMPRODUCT(--ISNUMBER([d_date:]),([d_date:]<{first})+([d_date:]>{last}))"
    return [checks.line("P1206", "开班至结业", "COUNT([d_date:])", f"IF(AND({given}),{outside},0)")]


def in_time(checks: FormChecks) -> list[Line]:
    """P1201: days from filing to opening."""
    filed, first, days = checks.keys["填报日期"], checks.keys["开班日期"], checks.of("filing.days_before")
    given = f"AND(ISNUMBER({filed}),ISNUMBER({first}))"
    now = f'IF({given},{first}-{filed},"")'
    return [checks.line("P1201", days, now, f"IF({given},IF({first}-{filed}<{days},1,0),0)")]


def in_time_after(checks: FormChecks) -> list[Line]:
    """P1301: days from the end to filing."""
    filed, last, days = checks.keys["填报日期"], checks.keys["结业日期"], checks.of("completion.days_after")
    given = f"AND(ISNUMBER({filed}),ISNUMBER({last}))"
    now = f'IF({given},{filed}-{last},"")'
    return [checks.line("P1301", days, now, f"IF({given},IF({filed}-{last}>{days},1,0),0)")]


OF_FORM: dict[str, tuple[Callable[[FormChecks], list[Line]], ...]] = {
    "roster": (heads, in_time),
    "plan": (hours, inside, in_time),
    "completion": (completed, in_time_after),
}


def lacking(checks: FormChecks, wanted: list[str]) -> list[Line]:
    """F009: the key-value cells without which a filing belongs to no project or has no day."""
    cells = [checks.keys[name] for name in wanted if name in checks.keys]
    if not cells:
        return []
    empty = "+".join(f'IF(TRIM({cell}&"")="",1,0)' for cell in cells)
    names = "、".join(name for name in wanted if name in checks.keys)
    return [checks.line("F009", f"填写{names}", f"{len(cells)}-({empty})", f"IF(SUM([filled:])=0,0,{empty})")]
