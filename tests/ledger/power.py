"""A power cut, modelled: what a program wrote is traced (strace),
and the disk is made anew as it may lie after a cut at any moment.

What was synced is there. Of what was not, any may be: of data any sectors, whatever was written first or
last; of names a beginning of what happened (`ordered`: over all folders, and a sync of anything settles it,
as journaling file systems do; else folder by folder, and only a sync of the folder itself settles it, which
is all that POSIX promises).
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = (
    "openat,close,write,pwrite64,lseek,ftruncate,fsync,fdatasync,"
    "rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,"
    "symlink,symlinkat,copy_file_range,sendfile,sendfile64,link,linkat,pwritev,writev,fallocate"
)
_CALL = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)(?:<(.*?)>)?")
_CUT = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$")
_ON = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
_FD = re.compile(r"(\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(eq=False)
class Node:
    """A file, a folder or a link. content: on the disk; pending: what was written since, (offset, bytes) or
    the new length; names: a folder's entries on the disk; now: as the program sees them; moves: what happened
    to them since, (number, what to do)."""

    folder: bool = False
    link: str = ""
    content: bytes = b""
    pending: list[tuple[int, bytes] | int] = field(default_factory=list)
    names: dict[str, Node] = field(default_factory=dict)
    now: dict[str, Node] = field(default_factory=dict)
    moves: list[tuple[int, dict[str, Node | None]]] = field(default_factory=list)


def traced(arguments: list[str], log: Path, cwd: Path) -> None:
    """Runs python with these arguments under strace."""
    command = [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-y",
        "-xx",
        "-s",
        "4000000",
        "-e",
        f"trace={CALLS}",
        "-o",
        str(log),
    ]
    subprocess.run([*command, sys.executable, *arguments], check=True, cwd=cwd, capture_output=True)


def _said(written: str) -> bytes:
    return bytes.fromhex(written.replace("\\x", ""))


def calls(log: Path) -> Iterator[tuple[str, str, int, str]]:
    """name, arguments, result and the path of the file that it opened,
    of each call that was done, in the order in which they were."""
    begun: dict[str, str] = {}
    with log.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if cut := _CUT.match(line):
                begun[cut[1]] = cut[2]
                continue
            if on := _ON.match(line):
                line = f"{on[1]} {begun.pop(on[1], '')}{on[2]}"
            if (found := _CALL.match(line)) and found[4] not in ("?",) and int(found[4]) >= 0:
                yield found[2], found[3], int(found[4]), _said(found[5] or "").decode(errors="replace")


class Disk:
    """The disk under `root`, as the trace changes it; before:
    a copy of what lay there. `acknowledged` grows with each write to the file `ack`."""

    def __init__(self, before: Path, ack: Path, ordered: bool, root: Path) -> None:
        self.root, self.ack, self.ordered = str(root), str(ack), ordered
        self.top = Node(folder=True)
        self.acknowledged = 0
        self.number = 0
        self.at: dict[str, int] = {}
        self._read(before, self.top)

    def _read(self, path: Path, node: Node) -> None:
        for entry in sorted(path.iterdir()):
            if entry.is_symlink():
                made = Node(link=str(entry.readlink()))
            elif entry.is_dir():
                made = Node(folder=True)
                self._read(entry, made)
            else:
                made = Node(content=entry.read_bytes())
            node.names[entry.name] = node.now[entry.name] = made

    def find(self, path: str) -> Node | None:
        """What the program sees under a path of the workspace; None elsewhere."""
        if path != self.root and not path.startswith(f"{self.root}/"):
            return None
        node: Node | None = self.top
        for name in path[len(self.root) :].strip("/").split("/"):
            node = node.now.get(name) if node and name else node
        return node

    def _move(self, *changes: tuple[str, Node | None]) -> None:
        """Names that change at once: path → what lies there now."""
        self.number += 1
        folders: dict[int, tuple[Node, dict[str, Node | None]]] = {}
        for path, node in changes:
            above, _, name = path.rpartition("/")
            folder = self.find(above)
            if folder is None:
                continue
            folders.setdefault(id(folder), (folder, {}))[1][name] = node
            if node is None:
                folder.now.pop(name, None)
            else:
                folder.now[name] = node
        for folder, told in folders.values():
            folder.moves.append((self.number, told))

    def _settle(self, folder: Node) -> None:
        for _, told in folder.moves:
            _apply(folder.names, told)
        folder.moves.clear()

    def folders(self, node: Node | None = None) -> Iterator[Node]:
        node = node or self.top
        yield node
        for below in {id(one): one for one in [*node.now.values(), *node.names.values()]}.values():
            if below.folder:
                yield from self.folders(below)

    def sync(self, node: Node) -> None:
        """What a sync of a file or folder settles."""
        if node.folder:
            self._settle(node)
        else:
            node.content, node.pending = _written(node.content, node.pending), []
        if self.ordered:
            for folder in self.folders():
                self._settle(folder)

    def take(self, name: str, said: str, result: int, opened: str) -> bool:
        """Applies one call; whether it changed anything under the root."""
        texts = [_said(one) for one in _TEXT.findall(said)]
        bases = [_said(path).decode(errors="replace") for _, path in _FD.findall(said)]
        paths = [_whole(text.decode(errors="replace"), bases) for text in texts]
        if name == "openat":
            return self._open(opened, said)
        if name in ("fsync", "fdatasync"):
            if node := self.find(bases[0]):
                self.sync(node)
            return node is not None
        if name in ("write", "pwrite64", "lseek", "ftruncate"):
            return self._write(name, said, texts, bases[0], result)
        if name.startswith("rename"):
            moved = self.find(paths[0])
            if moved is None:
                return False
            self._move((paths[0], None), (paths[1], moved))
        elif name in ("unlink", "unlinkat", "rmdir"):
            if self.find(paths[0]) is None:
                return False
            self._move((paths[0], None))
        elif name in ("mkdir", "mkdirat", "symlink", "symlinkat"):
            made = Node(
                folder=name.startswith("mkdir"), link="" if name.startswith("mkdir") else texts[0].decode()
            )
            if not paths[-1].startswith(f"{self.root}/"):
                return False
            self._move((paths[-1], made))
        elif any(self.find(path) for path in [*bases, *paths]) and name != "close":
            raise NotImplementedError(name)  # a way of writing that the model does not know
        else:
            return False
        return True

    def _open(self, path: str, said: str) -> bool:
        if not path.startswith(f"{self.root}/"):
            return False
        self.at[path] = 0
        node = self.find(path)
        if node is None and "O_CREAT" in said:
            self._move((path, Node()))
            return True
        if node is not None and "O_TRUNC" in said:
            node.pending.append(0)
            return True
        if node is not None and "O_APPEND" in said:
            self.at[path] = len(_written(node.content, node.pending))
        return False

    def _write(self, name: str, said: str, texts: list[bytes], path: str, result: int) -> bool:
        if name == "write" and path == self.ack:
            self.acknowledged += 1
        node = self.find(path)
        if node is None:
            return False
        if name == "lseek":
            self.at[path] = result
        elif name == "ftruncate":
            node.pending.append(int(said.rsplit(",", 1)[1]))
        elif name == "pwrite64":
            node.pending.append((int(said.rsplit(",", 1)[1]), texts[0][:result]))
        else:
            node.pending.append((self.at.get(path, 0), texts[0][:result]))
            self.at[path] = self.at.get(path, 0) + result
        return name != "lseek"

    def image(self, target: Path, chance: random.Random) -> None:
        """Makes one of the disks that may lie there after a cut now."""
        kept = chance.choice([0.0, 0.5, 0.9, 1.0])
        self._lay(self.top, target, chance, kept, chance.randint(0, self.number))

    def _lay(self, node: Node, target: Path, chance: random.Random, kept: float, until: int) -> None:
        target.mkdir(parents=True, exist_ok=True)
        names = dict(node.names)
        some = until if self.ordered else chance.choice([0, *[number for number, _ in node.moves]])
        for number, told in node.moves:
            if number <= some:
                _apply(names, told)
        for name, below in names.items():
            if below.folder:
                self._lay(below, target / name, chance, kept, until)
            elif below.link:
                (target / name).symlink_to(below.link)
            else:
                (target / name).write_bytes(_torn(below, chance, kept))


def _whole(path: str, bases: list[str]) -> str:
    return path if path.startswith("/") or not bases else f"{bases[0]}/{path}"


def _apply(names: dict[str, Node], told: dict[str, Node | None]) -> None:
    for name, node in told.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _written(content: bytes, pending: list[tuple[int, bytes] | int]) -> bytes:
    held = bytearray(content)
    for one in pending:
        if isinstance(one, int):
            del held[one:]
            held.extend(b"\0" * (one - len(held)))
        else:
            at, data = one
            held.extend(b"\0" * (at - len(held)))
            held[at : at + len(data)] = data
    return bytes(held)


def _torn(node: Node, chance: random.Random, kept: float) -> bytes:
    """A file of which each sector written since its last sync may be there or not."""
    some: list[tuple[int, bytes] | int] = []
    for one in node.pending:
        if isinstance(one, int):
            some += [one] if chance.random() < kept else []
            continue
        at, data = one
        while data:
            size = SECTOR - at % SECTOR
            if chance.random() < kept:
                some.append((at, data[:size]))
            at, data = at + size, data[size:]
    return _written(node.content, some)
