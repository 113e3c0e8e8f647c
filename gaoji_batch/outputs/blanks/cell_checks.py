"""What is wrong with one cell of a form, as formulas: family D, and what rules ask of a single row."""

from __future__ import annotations

from dataclasses import dataclass, field

from gaoji_batch.forms.schema import Column, Form
from gaoji_batch.outputs.blanks.by_type import CHECKS, HELPERS, MEASURED, NUMBERED, handed_in
from gaoji_batch.outputs.blanks.formulas import CellFault, Columns, fault_text

_NO_FORMULA = ("id_number", "id_text", "phone", "account")
_TEXTS = (
    *("text", "any", "name", "name_list", "certificate", "occupation_code", "choice", "open_choice", "level"),
    *("phone", "uscc", "account"),
)


@dataclass(slots=True)
class CellChecks:
    """The checks of a form's cells in the making.

    form: the form that the blank is of.
    columns: the helper columns, to which checks are added.
    source: field → its column on the form, as a range ($C:$C with the sheet's name).
    words: field or list → the range of accepted words.
    titles: code of a rule → its title.
    marks: score field → its full marks; per_head → yuan a head.
    """

    form: Form
    columns: Columns
    source: dict[str, str]
    words: dict[str, str]
    titles: dict[str, str]
    marks: dict[str, float] = field(default_factory=dict)

    def build(self) -> dict[str, str]:
        """Adds the helper columns of every laid-out column; field → the helper that says what is wrong
        with it."""
        columns = [column for column in self.form.columns if column.field in self.source]
        for column in columns:
            self._values(column)
        lengths = "+".join(f"LEN([t_{column.field}])" for column in columns if column.field != "serial")
        self.columns.add("filled", f"IF({lengths}>0,1,0)")
        for column in columns:
            maker = HELPERS.get(column.type)
            if maker:
                maker(self, column.field)
        return {column.field: self._fault(column) for column in columns if column.field != "serial"}

    def _values(self, column: Column) -> None:
        """The text of a cell (a filler is nothing), and its number."""
        cell = f"INDEX({self.source[column.field]},[row])"
        # pasted cells bring line breaks, ideographic and no-break spaces, which TRIM leaves
        cleaned = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell}&"",CHAR(10)," "),"　"," "),CHAR(160)," ")'
        self.columns.add(f"w_{column.field}", f'IFERROR(TRIM({cleaned}),"#")')
        t = f"[w_{column.field}]"
        if column.type not in ("serial", "any") and not column.answers:
            listed_ = self.words["text_fillers" if column.type in _TEXTS else "fillers"]
            filler = f"ISNUMBER(MATCH({t},{listed_},0))"
            if column.field in self.words:
                filler = f"AND({filler},NOT(ISNUMBER(MATCH({t},{self.words[column.field]},0))))"
            self.columns.add(f"t_{column.field}", f'IF({filler},"",{t})')
        else:
            self.columns.add(f"t_{column.field}", t)
        if column.type in (*NUMBERED, *MEASURED, "date") or column.field == "work_summary":
            self.columns.add(f"v_{column.field}", f'IF(ISNUMBER({cell}),{cell},"")')

    def _fault(self, column: Column) -> str:
        t = f"[t_{column.field}]"
        faults: list[CellFault] = []
        if column.required and not column.may_be_empty:
            faults.append(CellFault("D101", f'{t}=""', '"没有填写"'))
        if column.field == "work_summary":
            faults.append(CellFault("H0904", f"NOT({handed_in(self, column.field)})", '"没有提交"'))
        checks = CHECKS.get(column.type)
        faults += [
            CellFault(fault.code, f'IF({t}="",FALSE,{fault.when})', fault.why)
            for fault in (checks(self, column.field) if checks else [])
        ]
        formula = fault_text(faults, column.name, self.titles)
        for extra in self._beside(column):
            formula += "&" + fault_text([extra], column.name, self.titles)
        return self.columns.add(f"f_{column.field}", f'IF([filled]=0,"",{formula})')

    def _beside(self, column: Column) -> list[CellFault]:
        """What is told beside another fault of the same cell."""
        faults: list[CellFault] = []
        t = f"[t_{column.field}]"
        if column.unique:
            first_row = "MATCH([key],[key:],0)"
            earlier = f'IF([key]="",FALSE,{first_row}<[number])'
            faults.append(CellFault("D105", earlier, f'"与第"&INDEX([row:],{first_row})&"行重复"'))
        if column.field == "certificate" and self.form.key == "roster":
            again = 'IF([c_ok]="",FALSE,SUMPRODUCT(([c_ok:]=[c_ok])*([key:]<>[key]))>0)'
            faults.append(CellFault("D115", again, '"与另一名学员的相同"'))
        if column.type not in _NO_FORMULA:
            runs = f'IF({t}="",FALSE,AND(ISNUMBER(FIND(LEFT({t},1),"=+-@＝＋－＠")),ISERROR(VALUE({t}))))'
            faults.append(CellFault("D114", runs, '"以运算符开头"'))
        if column.field == "score_total":
            parts = [name for name in self.marks if f"v_{name}" in self.columns.templates]
            over = ",".join(f"N([v_{name}])<0,N([v_{name}])>{self.marks[name]}" for name in parts)
            total = "+".join(f"N([v_{name}])" for name in parts)
            all_numbers = ",".join(f"ISNUMBER([v_{name}])" for name in [*parts, column.field])
            wrong = f"OR({over},AND({all_numbers},ROUND({total}-N([v_{column.field}]),2)<>0))"
            faults.append(CellFault("P1304", wrong, f'"各项之和为"&({total})'))
        if column.field == "claimed_amount":
            due = f"[q_completed_heads]*{self.marks['per_head']}"
            both = "AND(ISNUMBER([q_completed_heads]),ISNUMBER([q_claimed_amount]))"
            wrong = f"IF({both},{due}<>[q_claimed_amount],FALSE)"
            faults.append(CellFault("S1602", wrong, f'"应为"&{due}&"元"'))
        return faults
