"""What stops a command: said in one line, with the remedy; exit status 2."""

from __future__ import annotations

import errno


class GaojiError(Exception):
    """Not done: what is wrong, and what mends it. Never raised for the content of a submitted file, which is
    a finding."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy

    def __str__(self) -> str:
        return f"{self.what}；办法：{self.remedy}" if self.remedy else self.what


_SYSTEM = {
    errno.ENOENT: ("没有这个文件或文件夹", "核对路径后重新运行"),
    errno.ENOSPC: ("磁盘已满", "腾出空间后重新运行；未完成的结果没有保留"),
    errno.EDQUOT: ("磁盘配额已用完", "腾出空间后重新运行；未完成的结果没有保留"),
    errno.EACCES: ("没有权限", "检查文件夹的权限；如文件正被Excel或WPS打开，先关闭它"),
    errno.EPERM: ("没有权限", "检查文件夹的权限；如文件正被Excel或WPS打开，先关闭它"),
    errno.EROFS: ("文件系统只读", "换一个可以写入的位置，或以可写方式重新挂载"),
    errno.EFBIG: ("文件超过系统允许的大小", "检查磁盘配额和文件大小限制后重新运行"),
}


def refusal(error: OSError) -> tuple[str, str]:
    """What the system would not do, and what mends it."""
    number = error.errno or 0
    return _SYSTEM.get(
        number,
        (
            f"系统拒绝了操作（{errno.errorcode.get(number, type(error).__name__)}）",
            "检查磁盘和文件夹后重新运行",
        ),
    )
