"""Whether an industry that a form names is on the list of the policy."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gaoji_batch.values import text


def listed(industry: object, names: Sequence[str]) -> bool:
    """Whether one of the industries that a cell names, in brackets or after 、 too, is on the list; a
    trailing 产业 does not count."""
    allowed = {text.fold(name).removesuffix("产业") for name in names}
    cell = text.fold(str(industry))
    parts = re.split(r"[\[\]、，,;/:]+", cell)
    return cell in allowed or any(part.removesuffix("产业") in allowed for part in parts if part)
