"""The cell formats of the sheet 审核意见."""

from __future__ import annotations

from gaoji_batch.outputs.marking.issue import COLOURS
from gaoji_batch.outputs.marking.styles import Styles
from gaoji_batch.outputs.workbooks.book import FONT, HEAD, INK, LINE, SOFT


class ReviewLooks:
    """The cell formats of the sheet, added to the workbook's own style sheet."""

    def __init__(self, styles: Styles) -> None:
        ink, soft = f"FF{INK[1:]}", f"FF{SOFT[1:]}"
        fonts = {
            name: styles.add(
                "fonts", f'<font>{extra}<sz val="{size}"/><color rgb="{colour}"/><name val="{FONT}"/></font>'
            )
            for name, extra, size, colour in [
                ("title", "<b/>", 16, ink),
                ("text", "", 10, ink),
                ("soft", "", 9, soft),
                ("bold", "<b/>", 10, ink),
                ("link", "<u/>", 10, "FF1F4E79"),
            ]
        }
        side = "".join(
            f'<{name} style="thin"><color rgb="FF{LINE[1:]}"/></{name}>'
            for name in ("left", "right", "top", "bottom")
        )
        lined, head = (
            styles.add("borders", f"<border>{side}<diagonal/></border>"),
            styles.solid(f"FF{HEAD[1:]}"),
        )
        left, middle = (
            '<alignment vertical="center" wrapText="1"/>',
            '<alignment horizontal="center" vertical="center" wrapText="1"/>',
        )
        self.title = styles.format(fonts["title"], 0, 0, middle)
        self.plain = styles.format(fonts["text"], 0, 0, left)
        self.soft = styles.format(fonts["soft"], 0, 0, left)
        self.head = styles.format(fonts["bold"], head, lined, middle)
        self.band = styles.format(fonts["bold"], head, lined, left)
        self.text, self.code = (styles.format(fonts["text"], 0, lined, where) for where in (left, middle))
        self.link = styles.format(fonts["link"], 0, lined, left)
        self.verdicts = {
            key: styles.format(fonts["bold"], styles.solid(colour), lined, middle)
            for key, colour in COLOURS.items()
        }
