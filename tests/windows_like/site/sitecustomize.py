"""What Windows refuses, refused here: imported by every Python process that has this folder in PYTHONPATH.

- flushing a file that is open for reading alone (FlushFileBuffers wants GENERIC_WRITE)
- renaming or removing a file that a process of this session has open, or a folder that holds one
- replacing a folder, or a link to one
- symbolic links, for an ordinary account; junctions are granted (`_winapi.py` beside this file)
- names that Windows cannot give (reserved words, forbidden characters,
  a dot or a space at the end), and a second name that
  differs by case alone

What does not lie below the folder for temporary files is let be: it belongs to Python and its libraries.
"""

import errno
import fcntl
import os
import pathlib
import re
import sys
import tempfile

_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|$)", re.IGNORECASE)
_CREATES = os.O_CREAT
_OURS = os.path.realpath(tempfile.gettempdir()) + os.sep

_fsync = os.fsync
_looking = False


def _fsync_as_windows(descriptor):
    handle = descriptor if isinstance(descriptor, int) else descriptor.fileno()
    for_reading = fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
    if for_reading and not os.path.isdir(f"/proc/self/fd/{handle}"):
        raise OSError(errno.EBADF, "Bad file descriptor")
    return _fsync(descriptor)


def _refuse_link(path, *_, **__):
    raise OSError(errno.EPERM, "A required privilege is not held by the client", str(path))


def _in_use(path):
    """Whether a process of this session has the file open, or a file below the folder."""
    session = os.getsid(0)
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.getsid(int(process)) != session:
                continue
            for descriptor in os.listdir(f"/proc/{process}/fd"):
                target = os.readlink(f"/proc/{process}/fd/{descriptor}")
                if target == path or target.startswith(path + os.sep):
                    return True
        except OSError:
            continue
    return False


def _nameable(path):
    folder, name = os.path.split(path)
    if _FORBIDDEN.search(name) or _RESERVED.match(name):
        raise OSError(errno.EINVAL, "The filename, directory name, or volume label syntax is incorrect", path)
    if not os.path.lexists(path) and os.path.isdir(folder):
        twin = next((other for other in os.listdir(folder) if other.casefold() == name.casefold()), None)
        if twin:
            raise FileExistsError(errno.EEXIST, f"Windows knows this file as {twin}", path)


def _paths(event, args):
    count = {"os.rename": 2, "os.remove": 1, "open": 1, "os.mkdir": 1}.get(event, 0)
    names = [os.path.abspath(os.fsdecode(name)) for name in args[:count] if isinstance(name, (str, bytes))]
    return [name for name in names if name.startswith(_OURS)]


def _refuse(event, args):
    global _looking
    if _looking or event not in ("os.rename", "os.remove", "open", "os.mkdir"):
        return
    _looking = True
    try:
        paths = _paths(event, args)
        if event == "os.mkdir" or (event == "open" and isinstance(args[2], int) and args[2] & _CREATES):
            for path in paths:
                _nameable(path)
        elif event in ("os.rename", "os.remove"):
            if event == "os.rename" and len(paths) == 2:
                _nameable(paths[1])
                if os.path.isdir(paths[1]):
                    raise PermissionError(errno.EACCES, "Access is denied", paths[1])
            for path in paths:
                if _in_use(path):
                    raise PermissionError(errno.EACCES, "The file is used by another process", path)
    finally:
        _looking = False


os.fsync = _fsync_as_windows
pathlib.Path.symlink_to = _refuse_link
sys.addaudithook(_refuse)
