"""Made-up payloads of events."""

from __future__ import annotations

from typing import Any

from gaoji_batch.ledger.store import Actor, Ledger

WANG = Actor("王敏", "wangmin", "pc1")


def scheme(number: str, **more: Any) -> dict[str, Any]:
    return {
        "written": number,
        "name": f"{number}研修班",
        "unit": "北京甲测试技术有限公司",
        "uscc": "91110105MA0000001X",
        "industry": "现代服务业",
        "occupation": "焊工",
        "heads": 30,
        "opening": "2026-05-11",
        "ending": "2026-05-22",
        "approved_on": "2026-03-02",
        "state": "正常",
        "ended_on": "",
        "unit_type": "企业",
        "district": "朝阳区",
    } | more


DAYS = ("2026-05-11", "2026-05-22")


def people(*keys: str, days: tuple[str, str] = DAYS, class_no: int = 1) -> list[dict[str, Any]]:
    one = {
        "class_no": class_no,
        "opening": days[0],
        "ending": days[1],
        "gender": "男",
        "age": 41,
        "level": "技师",
        "occupation": "焊工",
    }
    return [one | {"person_key": key} for key in keys]


def filed(*keys: str, content: str = "c1", days: tuple[str, str] = DAYS, class_no: int = 1) -> dict[str, Any]:
    return {
        "content": content,
        "class_no": class_no,
        "filed_on": "2026-04-27",
        "files": [{"file": "inbox/a.xlsx", "sha256": "0" * 64}],
        "persons": people(*keys, days=days, class_no=class_no),
    }


def claimed(heads: int, content: str = "c1", **more: Any) -> dict[str, Any]:
    return {
        "content": content,
        "filed_on": "2026-06-05",
        "files": [],
        "unit": "北京甲测试技术有限公司",
        "uscc": "91110105MA0000001X",
        "claimed_heads": heads,
        "claimed_amount": heads * 5000,
        "heads": heads,
        "amount": heads * 5000,
        "reduced": 0,
        "reason": "",
        "payee": "北京甲测试技术有限公司",
        "bank": "测试银行",
        "account": "0200000000000000001",
        "file": "inbox/claim.xlsx",
        "sheet": "补助资金申请表",
        "row": 6,
    } | more


def payment(number: str, project: str, claim: int, *keys: str, **more: Any) -> dict[str, Any]:
    heads = len(keys)
    return {
        "payment": number,
        "project": project,
        "unit": "北京甲测试技术有限公司",
        "uscc": "91110105MA0000001X",
        "headcount": heads,
        "claimed_amount": heads * 5000,
        "reduced": 0,
        "reason": "",
        "amount": heads * 5000,
        "payee": "北京甲测试技术有限公司",
        "bank": "测试银行",
        "account": "0200000000000000001",
        "replaces": "",
        "claim": claim,
        "persons": list(keys),
    } | more


def ordered(batch: str, *made: dict[str, Any]) -> dict[str, Any]:
    return {
        "batch": batch,
        "quarter": batch[:6],
        "made_on": "2026-07-02",
        "made_by": "王敏",
        "account": "wangmin",
        "machine": "pc1",
        "payments": list(made),
    }


def record(ledger: Ledger, *told: tuple[str, str, dict[str, Any]], run: str = "20260702-001-test") -> None:
    """Appends events in one transaction."""
    with ledger.transaction(WANG, run, "test") as tx:
        for kind, project, payload in told:
            tx.append(kind, project, payload)


def paid_project(ledger: Ledger, project: str = "P1", keys: tuple[str, ...] = ("k1", "k2")) -> None:
    """A project from its approval to the order of its payment 2026Q3-0001; six events."""
    record(
        ledger,
        ("approved", project, scheme(project)),
        ("filed", project, filed(*keys)),
        ("completed", project, filed(*keys)),
        ("claimed", project, claimed(len(keys))),
        ("ordered", "", ordered("2026Q3-1", payment("2026Q3-0001", project, 4, *keys))),
        ("released", "", {"batch": "2026Q3-1", "payments": ["2026Q3-0001"]}),
    )
