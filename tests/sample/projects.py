"""The units and the approved projects of the sample; every unit is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests import people


@dataclass(frozen=True)
class Unit:
    """A unit, as 单位名录 has it."""

    number: int
    name: str
    type: str = "企业"
    district: str = "朝阳区"

    @property
    def uscc(self) -> str:
        """统一社会信用代码, registered in Beijing."""
        return people.uscc("110105" if self.number % 2 else "110108", self.number * 137)

    @property
    def account(self) -> str:
        """Account number."""
        return people.account(self.number * 1009)

    @property
    def bank(self) -> str:
        """Where the account is kept."""
        return f"测试银行北京{self.district[:-1]}支行"

    def employers(self) -> list[str]:
        """Where its trainees work: the unit, and two smaller firms."""
        return [self.name, self.name, f"{self.name[:4]}协作{self.number}厂有限公司"]


@dataclass(frozen=True)
class Project:
    """A row of 立项项目登记."""

    number: str
    name: str
    unit: Unit
    industry: str
    occupations: tuple[tuple[str, str], ...]
    heads: int
    opening: date
    ending: date
    approved_on: date
    state: str = "正常"
    ended_on: date | None = None
    class_no: int | None = None


UNITS = {
    unit.number: unit
    for unit in [
        Unit(1, "北京京测试机床有限公司", district="大兴区"),
        Unit(2, "北京测试轨道运营有限公司", district="丰台区"),
        Unit(3, "北京测试虚构技师学院", "技师学院", "昌平区"),
        Unit(4, "北京测试智联汽车有限公司", district="顺义区"),
        Unit(5, "北京虚构电梯工程有限公司", district="通州区"),
        Unit(6, "北京测试芯片制造有限公司", district="海淀区"),
        Unit(7, "北京虚构焊接装备有限公司", district="房山区"),
        Unit(8, "北京测试精密机械有限公司", district="怀柔区"),
        Unit(9, "北京测试机器人科技有限公司", district="海淀区"),
        Unit(10, "北京虚构燃气输配有限公司", district="西城区"),
        Unit(11, "北京测试物业服务有限公司第一分公司", district="朝阳区"),
        Unit(12, "北京测试餐饮研究院", "科研院所", "东城区"),
        Unit(13, "北京虚构无人机有限公司", district="密云区"),
        Unit(14, "北京测试水务运营有限公司", district="石景山区"),
        Unit(15, "北京虚构茶文化有限公司", district="平谷区"),
        Unit(16, "北京测试工具制造有限公司", district="门头沟区"),
        Unit(17, "北京虚构物联科技有限公司", district="海淀区"),
        Unit(18, "北京虚构工艺美术有限公司", district="东城区"),
        Unit(19, "北京测试供电服务有限公司", district="西城区"),
        Unit(20, "北京虚构起重吊装有限公司", district="延庆区"),
        Unit(21, "北京测试应用技术大学", "高等院校", "海淀区"),
        Unit(22, "北京测试园林绿化有限公司", district="石景山区"),
    ]
}

CAR, CAR2 = ("车工", "6-18-01-01"), ("铣工", "6-18-01-02")
SPRING, SUMMER, AUTUMN = date(2026, 3, 20), date(2026, 5, 15), date(2026, 8, 20)


def _project(
    number: int,
    name: str,
    unit: int,
    industry: str,
    jobs: list[tuple[str, str]],
    heads: int,
    opening: str,
    ending: str,
    approved: date,
    **more: object,
) -> Project:
    """A project; dates as MM-DD of 2026, or in full."""
    first, last = (date.fromisoformat(day if len(day) > 5 else f"2026-{day}") for day in (opening, ending))
    return Project(
        f"YX2026-{number:03d}", name, UNITS[unit], industry, tuple(jobs), heads, first, last, approved, **more
    )  # type: ignore[arg-type]


APPROVED = [
    _project(1, "数控加工技术研修", 1, "智能制造与装备", [CAR, CAR2], 25, "05-11", "05-22", SPRING),
    _project(
        2,
        "轨道通信信号技术研修",
        2,
        "城市运行保障",
        [("轨道交通通信工", "6-29-03-09"), ("轨道交通信号工", "6-29-03-10")],
        25,
        "05-18",
        "05-29",
        SPRING,
    ),
    _project(
        3,
        "机电设备检修技术研修",
        3,
        "先进制造业",
        [("电工", "6-31-01-03"), ("机修钳工", "6-31-01-02")],
        25,
        "06-01",
        "06-12",
        SPRING,
    ),
    _project(
        4,
        "智能网联汽车维修研修",
        4,
        "智能网联汽车",
        [("汽车维修工", "4-12-01-01")],
        20,
        "07-06",
        "07-17",
        SUMMER,
    ),
    _project(
        5,
        "电梯安全与维修技术研修",
        5,
        "重大项目建设",
        [("电梯安装维修工", "6-29-03-03")],
        30,
        "07-13",
        "07-24",
        SUMMER,
    ),
    _project(
        6,
        "集成电路装调技术研修",
        6,
        "集成电路",
        [("半导体分立器件和集成电路装调工", "6-25-02-06")],
        50,
        "07-20",
        "07-31",
        SUMMER,
    ),
    _project(
        7, "特种焊接技术研修", 7, "智能制造与装备", [("焊工", "6-18-02-04")], 30, "06-08", "06-19", SPRING
    ),
    _project(
        8, "精密装配技术研修", 8, "先进制造业", [("装配钳工", "6-20-01-01")], 30, "08-10", "08-21", SUMMER
    ),
    _project(
        9,
        "工业机器人运维研修",
        9,
        "智能制造与装备",
        [("工业机器人系统操作员", "6-31-07-03"), ("工业机器人系统运维员", "6-31-07-01")],
        30,
        "08-03",
        "08-14",
        SUMMER,
    ),
    _project(
        10,
        "燃气储运安全技术研修",
        10,
        "城市运行保障",
        [("燃气储运工", "6-28-02-01")],
        30,
        "06-22",
        "07-03",
        SPRING,
    ),
    _project(
        11, "智慧物业服务研修", 11, "现代服务业", [("物业管理师", "4-06-01-01")], 25, "07-27", "08-07", SUMMER
    ),
    _project(
        12,
        "中餐烹饪技艺传承研修",
        12,
        "现代服务业",
        [("中式烹调师", "4-03-02-01")],
        30,
        "09-07",
        "09-18",
        SUMMER,
    ),
    _project(
        13,
        "无人机装调检修研修",
        13,
        "新一代信息技术",
        [("无人机装调检修工", "6-23-03-15")],
        25,
        "09-14",
        "09-25",
        SUMMER,
    ),
    _project(
        14,
        "污水处理新工艺研修",
        14,
        "绿色能源与节能环保",
        [("污水处理工", "4-09-07-01")],
        25,
        "06-15",
        "06-26",
        SPRING,
        class_no=1,
    ),
    _project(
        14,
        "污水处理新工艺研修",
        14,
        "绿色能源与节能环保",
        [("污水处理工", "4-09-07-01")],
        25,
        "08-17",
        "08-28",
        SPRING,
        class_no=2,
    ),
    _project(
        15,
        "茶艺技能研修",
        15,
        "现代服务业",
        [("茶艺师", "4-03-02-07")],
        30,
        "08-31",
        "09-11",
        SUMMER,
        state="终止",
        ended_on=date(2026, 7, 1),
    ),
    _project(
        16, "工模具制造技术研修", 16, "先进制造业", [("工具钳工", "6-18-04-06")], 30, "09-21", "10-02", SUMMER
    ),
    _project(
        17,
        "物联网安装调试研修",
        17,
        "新一代信息技术",
        [("物联网安装调试员", "6-25-04-09")],
        30,
        "12-21",
        "2027-01-08",
        SUMMER,
    ),
    _project(18, "多轴数控加工研修", 1, "智能制造与装备", [CAR, CAR2], 25, "08-24", "09-04", SUMMER),
    _project(
        19,
        "工艺品雕刻技艺研修",
        18,
        "文化创意产业",
        [("工艺品雕刻工", "6-09-03-01")],
        25,
        "10-12",
        "10-23",
        AUTUMN,
    ),
    _project(
        20,
        "供电服务技能提升研修",
        19,
        "城市运行保障",
        [("电工", "6-31-01-03")],
        200,
        "11-02",
        "11-13",
        date(2026, 9, 10),
    ),
    _project(
        21,
        "大型起重设备操作研修",
        20,
        "重大项目建设",
        [("起重装卸机械操作工", "6-30-05-01")],
        25,
        "09-14",
        "09-25",
        SUMMER,
    ),
    _project(
        22,
        "城轨检修技术研修",
        2,
        "城市运行保障",
        [("城市轨道交通检修工", "6-29-02-17")],
        25,
        "10-19",
        "10-30",
        AUTUMN,
    ),
    _project(
        23,
        "机电设备维修研修",
        21,
        "先进制造业",
        [("机电设备维修工", "6-31-01-10")],
        25,
        "09-21",
        "10-02",
        SUMMER,
    ),
    _project(
        24,
        "花艺环境设计研修",
        22,
        "现代服务业",
        [("花艺环境设计师", "4-08-08-01")],
        20,
        "08-10",
        "08-21",
        SUMMER,
    ),
]


def project(number: int, class_no: int | None = None) -> Project:
    """The approved project of a number (and class)."""
    return next(
        each
        for each in APPROVED
        if each.number == f"YX2026-{number:03d}" and each.class_no in (class_no, None)
    )
