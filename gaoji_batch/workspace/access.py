"""Who else can read a file: by its mode, on Windows by its access list."""

from __future__ import annotations

import ctypes
import re
import sys
from pathlib import Path
from typing import Any

EVERYBODY = {
    "WD": "Everyone",
    "AN": "Anonymous",
    "AU": "Authenticated Users",
    "BU": "Users",
    "BG": "Guests",
    "DU": "Domain Users",
    "IU": "Interactive",
    "NU": "Network",
}
"""Groups that an ordinary account is in by itself, as an access list in words (SDDL) writes them."""
_GRANT = re.compile(r"\((?:A|XA);[^;]*;([^;]*);[^;]*;[^;]*;(\w+)")
_READS = re.compile("FA|FR|GA|GR")
_READ_DATA = 0x1
_FILE, _ACCESS_LIST = 1, 4


def others(path: Path) -> list[str]:
    """The accounts or groups, others than the owner, that can read a file; on Linux all of them are one."""
    if sys.platform == "win32":
        return let_in(described(path))
    return ["其他账户"] if path.stat().st_mode & 0o077 else []


def closing(path: Path) -> str:
    """The command that leaves a file to its owner alone."""
    if sys.platform == "win32":
        return f'icacls "{path}" /inheritance:r /grant:r "%USERNAME%:F"（与他人共用的再加 /grant 账户:M）'
    return f'chmod 600 "{path}"'


def let_in(described: str) -> list[str]:
    """The groups of EVERYBODY that an access list in words lets read; a file without a list is open to
    all."""
    if "NO_ACCESS_CONTROL" in described:
        return [EVERYBODY["WD"]]
    granted = _GRANT.findall(described)
    return list(
        dict.fromkeys(EVERYBODY[who] for rights, who in granted if who in EVERYBODY and _reads(rights))
    )


def _reads(rights: str) -> bool:
    """rights: two-letter words, or a number (0x1200a9)."""
    if rights.startswith("0x"):
        return bool(int(rights, 16) & _READ_DATA)
    return any(_READS.match(rights, at) for at in range(0, len(rights), 2))


def described(path: Path) -> str:
    """A file's access list in words, on Windows: 'D:(A;;FA;;;BA)…'; '' where the disk keeps none."""
    libraries = ctypes.windll  # type: ignore[attr-defined]
    pointer, words = ctypes.c_void_p(), ctypes.c_wchar_p()
    read, worded = libraries.advapi32.GetNamedSecurityInfoW, _worded(libraries.advapi32)
    read.argtypes = [ctypes.c_wchar_p, ctypes.c_int, ctypes.c_uint32, *[ctypes.c_void_p] * 5]
    if read(str(path), _FILE, _ACCESS_LIST, None, None, None, None, ctypes.byref(pointer)):
        return ""
    worded(pointer, 1, _ACCESS_LIST, ctypes.byref(words), None)
    free = libraries.kernel32.LocalFree
    free.argtypes = [ctypes.c_void_p]
    message = words.value or ""
    free(pointer)
    free(words)
    return message


def _worded(library: Any) -> Any:
    convert = library.ConvertSecurityDescriptorToStringSecurityDescriptorW
    convert.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p]
    return convert
