"""What stops a command: said in one line, with the remedy; exit status 2."""

from __future__ import annotations


class GaojiError(Exception):
    """Not done: what is wrong, and what mends it. Never raised for the content of a submitted file, which is a finding."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy

    def __str__(self) -> str:
        return f"{self.what}；办法：{self.remedy}" if self.remedy else self.what
