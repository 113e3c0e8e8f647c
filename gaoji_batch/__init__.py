"""高技能人才研修培训批量审核工具: checks, returns, pays and accounts for advanced classes
(京人社能发〔2022〕6号)."""

__version__ = "0.1.0"
