"""The command `gaoji`: parse, call, report, exit status. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import gettext
import os
import sys
from importlib import import_module
from pathlib import Path

gettext.bindtextdomain("messages", str(Path(__file__).resolve().parent.parent / "locale"))
os.environ["LANGUAGE"] = "zh_CN"

import click  # noqa: E402 (click looks up its own words when it is imported)

from gaoji_batch import __version__  # noqa: E402

COMMANDS = {
    "日常": {
        "validate": ("daily", "审核inbox中的材料，写出问题清单、退回文件和审核摘要"),
        "watch": ("daily", "守候：文件一保存就重新审核，报出消除和新增的问题"),
        "letters": ("daily", "生成补正材料一次性告知书、项目审核意见表（Word）"),
        "diff": ("daily", "比较两次审核：消除、新增、未变的问题"),
        "receive": ("daily", "登记新收到的文件，给每个单位一份收件回执"),
        "form": ("daily", "生成空白表样"),
    },
    "资金": {
        "accept": ("money", "受理：把没有问题的备案和申请记入台账"),
        "publicity": ("money", "拨付前公示"),
        "disburse": ("money", "编制一批拨付"),
        "release": ("money", "复核放行一批拨付"),
        "hold": ("money", "暂缓一个项目的拨付，或解除暂缓"),
        "reconcile": ("settlement", "按季度对账"),
        "certificates": ("settlement", "编制结业证书"),
        "recover": ("settlement", "追回补助资金"),
        "ledger": ("books", "台账：状态、核验、导出、备份、恢复"),
    },
    "季度与年度": {
        "appraise": ("year", "汇总专家评审，提出立项建议"),
        "deadlines": ("year", "各项目的下一个期限"),
        "inspect": ("oversight", "抽查：按风险抽样、电话回访表、整改通知书、审计卷"),
        "statistics": ("oversight", "年度统计和决算"),
        "whatif": ("year", "假如参数不同，结果有何变化"),
    },
    "政策": {
        "rules": ("law", "规则目录；解释一条规则"),
        "policy": ("law", "现行参数及其依据"),
    },
    "工作区": {
        "init": ("admin", "新建工作区"),
        "doctor": ("admin", "检查工作区和安装，给出办法"),
        "tidy": ("admin", "清理旧的运行结果"),
    },
}  # fmt: skip
"""Heading → command → (module, what it does)."""
MODULES = {name: module for part in COMMANDS.values() for name, (module, _) in part.items()}


class Commands(click.Group):
    """The commands, each loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        command: click.Command = getattr(import_module(f"gaoji_batch.cli.{MODULES[cmd_name]}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, part in COMMANDS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, what) for name, (_, what) in part.items()])


@click.group(
    cls=Commands,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.option("-C", "folder", metavar="文件夹", help="工作区所在的文件夹；不写时为当前文件夹或其最近的上级。")
@click.version_option(__version__, message="gaoji %(version)s", help="显示版本。")
@click.pass_context
def gaoji(ctx: click.Context, folder: str | None) -> None:
    """高技能人才研修培训批量审核（京人社能发〔2022〕6号）。

    例：gaoji -C sample_data validate

    每个命令都可以用“gaoji 命令 --help”查看用法和例子。
    """
    ctx.obj = folder


def main(arguments: list[str] | None = None) -> None:
    """Runs a command; whatever stops it is one line on stderr and exit status 2."""
    from gaoji_batch.cli.ending import ended

    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    words = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    with ended("--verbose" in words), gaoji.make_context("gaoji", [*words]) as context:
        gaoji.invoke(context)
