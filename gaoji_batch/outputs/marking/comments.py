"""Comments at cells: those that are there stay and are appended to; those of an earlier return are taken out
first."""

from __future__ import annotations

import uuid
from datetime import date
from functools import cached_property

from lxml import etree

from gaoji_batch.outputs.marking.issue import Issue, place_of
from gaoji_batch.outputs.marking.package import OoxmlPackage, Relation, child, elements, first, place, remove
from gaoji_batch.outputs.marking.sheet_cells import SheetCells
from gaoji_batch.outputs.marking.vml import EMPTY, Boxes
from gaoji_batch.outputs.safe_text import for_cell
from gaoji_batch.values.cells import a1

AUTHOR = "高技能人才研修培训审核"
_US = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, AUTHOR)).upper() + "}"
"""Our id among the persons of a workbook with threads."""
_BREAK = "——审核意见——"
"""Stands above what is appended to a comment of the unit's own."""
_FONT = "微软雅黑"
# The schema fixes the order of a sheet's elements: Excel offers to repair a workbook that has another.
_AFTER_DRAWING = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "AlternateContent",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_TYPES = "application/vnd.openxmlformats-officedocument.{}"
_EMPTY = '<comments xmlns="{}"><authors/><commentList/></comments>'


def wording(issues: list[Issue]) -> str:
    """What the comment of a cell says: verdict, title, code, what is wrong, how to mend it and on which
    article, of each finding."""
    return for_cell("\n\n".join(_issue_words(issue) for issue in issues))


def _issue_words(issue: Issue) -> str:
    lines = [
        f"【{issue.verdict}】{issue.title}（{issue.code}）",
        issue.message and f"问题：{issue.message}",
        issue.remedy and f"修改办法：{issue.remedy}",
        issue.basis and f"依据：{issue.basis}",
    ]
    return "\n".join(line for line in lines if line)


class Comments:
    """The comments of one worksheet part: `clear`, `add` and at last `save`."""

    def __init__(self, package: OoxmlPackage, part: str, root: etree._Element, types: str, day: date) -> None:
        self.package, self.part, self.root, self.types, self.day = package, part, root, types, day
        relations = package.relations(part)
        self.name = _named(package, relations, "comments")
        self.thread = _named(package, relations, "threadedComment")

    def clear(self) -> None:
        """Takes out what an earlier return wrote: whole comments with their boxes, what was appended to
        others, and our replies in threads."""
        if self.thread:
            for entry in elements(self.package.edit(self.thread)):
                if entry.get("personId") == _US:
                    remove(entry)
        if not self.name:
            return
        comments = self.package.edit(self.name)
        ours = {str(at) for at, author in enumerate(_list(comments, "authors")) if author.text == AUTHOR}
        for comment in _list(comments, "commentList"):
            if comment.get("authorId") in ours:
                self.boxes.remove(*place_of(comment.get("ref", "A1")))
                remove(comment)
            else:
                _cut(comment)

    def add(self, cells: SheetCells, row: int, column: int, text: str) -> None:
        """Writes a comment at a cell (1-based), or appends to the one that is there."""
        reference = a1(row, column)
        comment = self.by_reference.get(reference)
        if comment is None:
            comment = self.by_reference[reference] = child(
                self.list, "comment", ref=reference, authorId=self.author
            )
            child(comment, "text")
            _write(comment, text)
        else:
            _write(comment, f"\n{_BREAK}\n{text}")
            self._reply(reference, text)
        self.boxes.add(cells, row, column, text)

    def save(self) -> None:
        """Puts the boxes back into the package."""
        # made at their first use: where no comment came or went the VML keeps its bytes
        if "boxes" in vars(self):
            self.package.store(self.drawing, self.boxes.save())

    @cached_property
    def list(self) -> etree._Element:
        """The element that holds the comments, made where the sheet has none."""
        if not self.name:
            self._begin()
        return place(self.package.edit(self.name), "commentList", ("extLst",))

    @cached_property
    def by_reference(self) -> dict[str, etree._Element]:
        """Reference of a cell (A1) → its comment."""
        return {comment.get("ref", ""): comment for comment in elements(self.list)}

    @cached_property
    def author(self) -> str:
        """Our number among the authors."""
        authors = place(self.package.edit(self.name), "authors", ("commentList", "extLst"))
        names = [author.text for author in elements(authors)]
        if AUTHOR not in names:
            child(authors, "author").text = AUTHOR
        return str([*names, AUTHOR].index(AUTHOR))

    @cached_property
    def boxes(self) -> Boxes:
        """The boxes of the comments."""
        return Boxes(self.package.read(self.drawing))

    @cached_property
    def drawing(self) -> str:
        """The name of the VML part of the sheet, made where there is none that could be added to."""
        # pictures in head and foot of the page are VML of the same sheet too, named by legacyDrawingHF
        legacy = first(self.root, "legacyDrawing")
        keys = (
            []
            if legacy is None
            else [value for name, value in legacy.attrib.items() if etree.QName(name).localname == "id"]
        )
        targets = [
            relation.target
            for relation in self.package.relations(self.part)
            if relation.key in keys and self.package.has(relation.target)
        ]
        return (
            # a VML part that is one empty tag has no end to add boxes before
            next((target for target in targets if b"</" in self.package.read(target)), "")
            or self._new_drawing()
        )

    def _begin(self) -> None:
        self.name = self.package.free("xl/comments{}.xml")
        space = etree.QName(self.root).namespace
        self.package.store(
            self.name, _EMPTY.format(space).encode(), _TYPES.format("spreadsheetml.comments+xml")
        )
        self.package.relate(self.part, f"{self.types}/comments", self.name)

    def _new_drawing(self) -> str:
        name = self.package.free("xl/drawings/vmlDrawing{}.vml")
        self.package.store(name, EMPTY)
        self.package.register_extension("vml", _TYPES.format("vmlDrawing"))
        key = self.package.relate(self.part, f"{self.types}/vmlDrawing", name)
        place(self.root, "legacyDrawing", _AFTER_DRAWING).set(f"{{{self.types}}}id", key)
        return name

    def _reply(self, reference: str, text: str) -> None:
        """Where the comment is the head of a thread, newer Excel shows the thread alone: the text is a reply
        in it."""
        if not self.thread:
            return
        thread = self.package.edit(self.thread)
        heads = [
            entry for entry in elements(thread) if entry.get("ref") == reference and not entry.get("parentId")
        ]
        if heads:
            # by its content, not at random: equal findings give equal bytes
            reply_id = (
                "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.part}!{reference}\n{text}")).upper() + "}"
            )
            reply = child(
                thread,
                "threadedComment",
                ref=reference,
                dT=f"{self.day.isoformat()}T00:00:00.00",
                personId=self._person(),
                id=reply_id,
            )
            reply.set("parentId", heads[0].get("id", ""))
            child(reply, "text").text = text

    def _person(self) -> str:
        """The id of the center among the workbook's persons."""
        # by the workbook's relation: the part need not be called xl/persons/person.xml
        main = next(
            (relation.target for relation in self.package.relations("") if relation.kind == "officeDocument"),
            "",
        )
        if name := _named(self.package, self.package.relations(main), "person"):
            persons = self.package.edit(name)
            if _US not in [person.get("id") for person in elements(persons)]:
                child(persons, "person", displayName=AUTHOR, id=_US, userId=AUTHOR, providerId="None")
        return _US


def _named(package: OoxmlPackage, relations: list[Relation], kind: str) -> str:
    return next(
        (relation.target for relation in relations if relation.kind == kind and package.has(relation.target)),
        "",
    )


def _list(comments: etree._Element, name: str) -> list[etree._Element]:
    group = first(comments, name)
    return [] if group is None else elements(group)


def _write(comment: etree._Element, text: str) -> None:
    """Appends text as a run; plain text that is there becomes a run of its own."""
    body = place(comment, "text", ("commentPr",))
    plain = first(body, "t")
    if plain is not None:
        run = child(body, "r")
        run.append(plain)
    run = child(body, "r")
    look = child(run, "rPr")
    child(look, "sz", val="9")
    child(look, "color", rgb="FF1F2933")
    child(look, "rFont", val=_FONT)
    words = child(run, "t")
    words.text = text
    # else leading spaces and line breaks are lost
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _cut(comment: etree._Element) -> None:
    """Takes from a comment of the unit's own what an earlier return appended."""
    runs = list(comment.iter("{*}r"))
    start = next(
        (at for at, run in enumerate(runs) if run.findtext("{*}t", "").startswith(f"\n{_BREAK}")), len(runs)
    )
    for run in runs[start:]:
        remove(run)
