"""`thidua rules`: the fixed output, exit codes, and refusals in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import thidua.lib.rules
from thidua.cli.main import main

GOOD = str(Path(thidua.lib.rules.__file__).parent / "tests" / "good")
CASES = """
id: one
ask: sao-dong
on: 2025-12-20
candidate: {kind: individual, category: ban-viec, years: [{year: 2025, completion: kha, solidarity: true}],
  recognitions: [], initiatives: [], discipline: [], pending: []}
---
{"id": "two", "ask": "sao-dong", "on": "2025-12-20", "candidate": {"kind": "individual", "category": "ban-viec"}}
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["rules", *arguments, "--folder", GOOD])


@pytest.fixture
def cases(tmp_path: Path) -> str:
    path = tmp_path / "cases.yaml"
    path.write_text(CASES, encoding="utf-8")
    return str(path)


def test_check_counts_what_it_read() -> None:
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout.startswith("0 lỗi: 3 văn bản, 5 danh hiệu, hình thức, 9 quy tắc")


def test_check_tells_every_fault_and_leaves_with_1(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("rulez: []\nvotez: []\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["rules", "check", "--folder", str(tmp_path)])
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "a.yaml:1: Không có mục rulez. Có phải rules?",
        "a.yaml:2: Không có mục votez. Có phải votes?",
        "2 lỗi.",
    ]


def test_evaluate_prints_one_object_a_case(cases: str) -> None:
    one, two = (json.loads(line) for line in run("evaluate", cases, "--json").stdout.splitlines())
    assert list(one) == ["id", "verdict", "confirmed", "citations", "missing", "earliest_on", "explanation"]
    assert (one["id"], one["verdict"], one["confirmed"], one["earliest_on"]) == ("one", "met", True, None)
    assert one["citations"] == ["luat-2:5", "luat-2:5.1", "nd-3:4.1", "nd-3:4.2"]
    assert (two["id"], two["verdict"], two["missing"]) == (
        "two", "unknown", ["years[2025].completion", "years[2025].solidarity", "pending", "discipline"],
    )  # fmt: skip


def test_evaluate_explain_and_when_in_words(cases: str) -> None:
    assert run("evaluate", cases).stdout.splitlines()[0] == "one: Sao đồng, ngày 20/12/2025: đạt."
    assert "✓ Mức Khá trở lên: 2025: Khá [luat-2:5.1]" in run("explain", cases).stdout
    assert "✓ Level Good or higher: 2025: Good [luat-2:5.1]" in run("explain", cases, "--language", "en").stdout
    assert run("when", cases).stdout.splitlines() == [
        "one: từ 20/12/2025.",
        "two: chưa xác định được ngày – years[2025].completion; years[2025].solidarity; pending; discipline.",
    ]
    assert json.loads(run("when", cases, "--json").stdout.splitlines()[0])["earliest_on"] == "2025-12-20"


@pytest.mark.parametrize(
    ("arguments", "amount", "coefficient"),
    [
        (("--award", "sao-dong", "--kind", "individual", "--on", "2025-01-01"), 710000, "0.3"),
        (("--award", "sao-dong", "--kind", "individual", "--on", "2024-12-31"), 300000, "0.3"),
        (("--award", "thu-khen", "--kind", "collective", "--on", "2025-01-01"), 1410000, "0.6"),
        (("--award", "thu-khen", "--kind", "household", "--on", "2025-01-01"), 1060000, "0.45"),
        (("--award", "sao-bac", "--kind", "individual", "--on", "2025-01-01"), None, "0.6"),  # a ceiling
        (("--award", "sao-vang", "--kind", "individual", "--on", "2025-01-01"), None, None),  # from memory
        (("--award", "co-xom", "--kind", "collective", "--on", "2025-01-01"), None, None),  # no rate
        (("--award", "sao-dong", "--kind", "household", "--on", "2025-01-01"), None, None),  # not for households
        (("--award", "sao-dong", "--kind", "individual", "--on", "2027-07-01"), None, None),  # the decree lapsed
    ],
)
def test_bonus(arguments: tuple[str, ...], amount: int | None, coefficient: str | None) -> None:
    answer = json.loads(run("bonus", *arguments, "--json").stdout)
    assert (answer["amount"], answer["coefficient"]) == (amount, coefficient)
    assert ("reason" in answer) is (amount is None)
    words = run("bonus", *arguments).stdout.strip()
    assert words == (answer["reason"]["vi"] if amount is None else words)
    assert words


def test_bonus_cites_rate_method_and_salary() -> None:
    answer = json.loads(
        run("bonus", "--award", "thu-khen", "--kind", "household", "--on", "2025-01-01", "--json").stdout
    )
    assert answer == {
        "amount": 1060000, "coefficient": "0.45", "base_salary": 2345678,
        "citations": ["nd-3:24", "nd-3:22", "nd-3:20", "nd-3:31"],
    }  # fmt: skip


@pytest.mark.parametrize(("members", "needed"), [(10, 9), (11, 10), (1, 1)])
def test_vote_of_all_members(members: int, needed: int) -> None:
    answer = run("vote", "--award", "sao-vang", "--on", "2025-01-01", "--members", str(members), "--json").stdout
    assert json.loads(answer) == {
        "threshold": "9/10", "base": "all_members", "needed": needed, "citations": ["nd-3:33.5"], "ballot": "secret",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("award", "reason"),
    [
        ("sao-dong", "Mỗi tổng tự định"),
        ("sao-bac", "Ngưỡng phiếu chưa được kiểm chứng vào ngày này."),
        ("co-xom", "Không có ngưỡng phiếu chung cho trường hợp này."),
    ],
)
def test_vote_without_a_threshold_says_why(award: str, reason: str) -> None:
    answer = json.loads(run("vote", "--award", award, "--on", "2025-01-01", "--members", "9", "--json").stdout)
    assert (answer["threshold"], answer["needed"], answer["reason"]["vi"]) == (None, None, reason)


def test_diff_in_words() -> None:
    shown = run("diff", "2019-12-31", "2020-01-01", "--award", "sao-dong").stdout.splitlines()
    assert shown[0] == "- sao-dong: Có sáng kiến, đề tài phạm vi xóm [luat-1:5]"
    assert run("diff", "2025-01-01", "2025-01-01").stdout == "Không có thay đổi.\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("diff", "2025-01-01", "2025-03-01", "--award", "sao-don"), "Có phải sao-dong?"),
        (("diff", "2025-02-30", "2025-03-01"), "không phải là một ngày có thật"),
        (("evaluate", "absent.yaml"), "Không đọc được tệp absent.yaml."),
    ],
)
def test_refusals_say_what_is_wrong(arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_an_unknown_award_has_no_figure_and_a_hint() -> None:
    result = run("vote", "--award", "sao-don", "--on", "2025-01-01", "--members", "9", "--json")
    assert (result.exit_code, json.loads(result.stdout)["needed"]) == (0, None)
    assert result.stderr == "Không có danh hiệu, hình thức sao-don. Có phải sao-dong?\n"
