"""Who can read a file: access lists as Windows words them."""

from __future__ import annotations

import pytest

from gaoji_batch.workspace import access

OWNER = "(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;FA;;;S-1-5-21-1-2-3-1001)"


@pytest.mark.parametrize(
    ("described", "who"),
    [
        (f"D:AI{OWNER}", []),  # below a user's own folder
        (f"D:AI{OWNER}(A;ID;0x1200a9;;;BU)", ["Users"]),  # below D:\, as Windows grants it
        (f"D:AI{OWNER}(A;ID;0x1301bf;;;AU)(A;ID;0x1200a9;;;BU)", ["Authenticated Users", "Users"]),
        (f"D:PAI(D;;FA;;;WD){OWNER}", []),  # refused to everybody
        (f"D:PAI(A;;0x100116;;;WD){OWNER}", []),  # may write, may not read
        ("D:(A;;FR;;;WD)", ["Everyone"]),
        ("D:(A;;FWFR;;;WD)", ["Everyone"]),
        ("D:NO_ACCESS_CONTROL", ["Everyone"]),
        ("D:P", []),
        ("", []),  # a disk without access lists (FAT)
    ],
)
def test_groups_that_an_access_list_lets_read(described, who):
    assert access.let_in(described) == who


@pytest.mark.skipif(access.sys.platform == "win32", reason="modes are POSIX's")
def test_by_its_mode_elsewhere(tmp_path):
    path = tmp_path / "key"
    path.touch(mode=0o600)
    assert access.others(path) == []
    path.chmod(0o644)
    assert access.others(path) and access.closing(path) == f'chmod 600 "{path}"'
