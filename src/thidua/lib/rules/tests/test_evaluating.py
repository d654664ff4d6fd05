"""Evaluation on an invented law: three values, what decides, what is carried, what is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from thidua.lib.rules.answering import Answer, evaluate
from thidua.lib.rules.comparing import changes, earliest
from thidua.lib.rules.errors import CaseInvalid
from thidua.lib.rules.explaining import to_json, to_text
from thidua.lib.rules.facts import parse_case, read_cases
from thidua.lib.rules.findings import Finding
from thidua.lib.rules.loading import load_rulebook

BOOK = load_rulebook(Path(__file__).parent / "good")
YEAR = {"year": 2025, "completion": "kha", "solidarity": True}


def case(ask: str, *, on: str = "2025-12-20", **more: Any) -> Any:
    top = {key: more.pop(key) for key in ("received", "route", "round") if key in more}
    base: dict[str, Any] = {
        "kind": "individual", "category": "ban-viec", "years": [YEAR], "recognitions": [], "initiatives": [],
        "discipline": [], "pending": [],
    }  # fmt: skip
    candidate = {key: value for key, value in {**base, **more}.items() if value is not ...}
    return parse_case({"id": "t", "ask": ask, "on": on, "candidate": candidate, **top})


def ask(award: str, **more: Any) -> Answer:
    return evaluate(BOOK, case(award, **more))


def outcome(award: str, **more: Any) -> tuple[str, bool]:
    answer = ask(award, **more)
    return str(answer.verdict), answer.is_confirmed


def cites(answer: Answer) -> list[str]:
    return [str(one) for one in answer.citations]


def leaf(answer: Answer, code: str) -> Finding:
    return next(one for one in answer.tree.walk() if one.code == code)


def star(*years: int, award: str = "sao-bac") -> list[dict[str, Any]]:
    return [{"award": award, "year": year, "decided": f"{year}-12-01"} for year in years]


def work(**more: Any) -> dict[str, Any]:
    return {
        "id": "w", "kind": "initiative", "recognized": "2025-10-01", "scope": "xom", "effective": True, "used_for": [],
        **more,
    }  # fmt: skip


def test_met_names_what_bore_on_it() -> None:
    answer = ask("sao-dong")
    assert (answer.verdict, answer.is_confirmed, answer.missing) == ("met", True, ())
    assert cites(answer) == ["luat-2:5", "luat-2:5.1", "nd-3:4.1", "nd-3:4.2"]
    assert to_json(answer, BOOK)["explanation"]["attested"] == [
        {"vi": "Gương mẫu chấp hành lệ làng", "en": "Exemplary in keeping the custom"}
    ]


def test_unmet_names_the_condition_and_the_day() -> None:
    answer = ask("sao-dong", years=[{**YEAR, "completion": "dat"}])
    assert (answer.verdict, answer.missing) == ("unmet", ("Mức Khá trở lên",))
    assert answer.earliest_on == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({"years": []}, ("years[2025].completion", "years[2025].solidarity")),
        ({"years": ...}, ("years[2025].completion", "years[2025].solidarity")),
        ({"years": [{"year": 2025, "completion": "kha"}]}, ("years[2025].solidarity",)),
        ({"pending": ...}, ("pending",)),
        ({"discipline": ...}, ("discipline",)),
        ({"discipline": [{"kind": "canh-cao", "from": "2025-06-01"}]}, ("discipline[1].until",)),
        ({"pending": [{"kind": "complaint", "since": "2025-06-01"}]}, ("pending[complaint].cleared",)),
    ],
)
def test_absent_evidence_is_unknown_and_named(more: dict[str, Any], missing: tuple[str, ...]) -> None:
    answer = ask("sao-dong", **more)
    assert (answer.verdict, answer.missing) == ("unknown", missing)


def test_an_unmet_condition_stands_whatever_else_is_missing() -> None:
    assert outcome("sao-dong", years=[{"year": 2025, "completion": "khong"}], pending=...)[0] == "unmet"


def test_the_rule_of_the_category_and_the_category_unknown() -> None:
    weak = [{"year": 2025, "completion": "dat", "solidarity": True}]
    assert outcome("sao-dong", category="tho-may", years=weak)[0] == "met"
    assert outcome("sao-dong", category="ban-viec", years=weak)[0] == "unmet"
    answer = ask("sao-dong", category=..., years=weak)
    assert (answer.verdict, answer.missing) == ("unknown", ("candidate.category",))
    assert outcome("sao-dong", category=...)[0] == "met"  # met under either rule


def test_pending_holds_until_cleared() -> None:
    open_matter = {"kind": "complaint", "since": "2025-11-01", "cleared": None}
    answer = ask("sao-dong", pending=[open_matter])
    assert (answer.verdict, answer.earliest_on) == ("unmet", None)
    assert cites(answer) == ["luat-2:5", "nd-3:4.1"]
    assert outcome("sao-dong", pending=[{**open_matter, "cleared": "2025-12-20"}])[0] == "met"
    assert ask("sao-dong", pending=[{**open_matter, "cleared": "2025-12-21"}]).earliest_on == date(2025, 12, 21)


@pytest.mark.parametrize(
    ("until", "verdict"), [("2026-06-01", "unmet"), ("2025-01-02", "unmet"), ("2025-01-01", "met"), (None, "unmet")]
)
def test_achievement_counts_only_after_a_discipline(until: str | None, verdict: str) -> None:
    assert outcome("sao-dong", discipline=[{"kind": "canh-cao", "from": "2024-06-01", "until": until}])[0] == verdict


def test_discipline_says_when_it_ends() -> None:
    answer = ask("sao-dong", discipline=[{"kind": "canh-cao", "from": "2025-06-01", "until": "2026-06-01"}])
    assert answer.earliest_on == date(2026, 6, 1)


def test_meets_the_standard_by_holding_the_title() -> None:
    answer = ask("sao-bac", years=[{"year": 2025, "completion": "gioi"}], recognitions=star(2025, award="sao-dong"))
    assert answer.verdict == "met"
    assert leaf(answer, "meets_standard.held").evidence == ("recognitions[sao-dong:2025]",)


def test_alternatives_and_declared_matters() -> None:
    assert outcome("sao-bac")[0] == "unmet"
    assert outcome("sao-bac", declared={"cuu-nguoi": True})[0] == "met"
    assert outcome("sao-bac", initiatives=[work()])[0] == "met"
    assert outcome("sao-bac", initiatives=[work(used_for=["thu-khen"])])[0] == "unmet"
    assert outcome("sao-bac", initiatives=[work(recognized="2025-12-21")])[0] == "unmet"
    answer = ask("sao-bac", initiatives=[{key: value for key, value in work().items() if key != "used_for"}])
    assert (answer.verdict, answer.missing) == ("unknown", ("initiatives[w].used_for",))


GOLD = {"duoc-chon": True, "recognitions": star(2023, 2024, 2025), "initiatives": [work(scope="tong")]}


def test_consecutive_years_and_scope() -> None:
    assert outcome("sao-vang", route="merit", **GOLD)[0] == "met"
    assert outcome("sao-vang", route="merit", **{**GOLD, "initiatives": [work()]})[0] == "unmet"
    gap = ask("sao-vang", route="merit", **{**GOLD, "recognitions": star(2022, 2024, 2025)})
    assert (gap.verdict, gap.earliest_on) == ("unmet", date(2027, 1, 1))
    late = {**GOLD, "recognitions": [*star(2023, 2024), {"award": "sao-bac", "year": 2025, "decided": "2026-01-05"}]}
    assert outcome("sao-vang", route="merit", **late)[0] == "unmet"  # not decided yet on the day
    assert outcome("sao-vang", on="2026-01-20", received="2025-12-30", route="merit", **late)[0] == "met"


def test_routes_unread_clauses_and_service() -> None:
    assert outcome("sao-vang", route="sudden") == ("unknown", True)
    assert ask("sao-vang").missing == ("text:luat-2:7.c",)
    assert outcome("sao-vang", route="service")[0] == "unmet"
    post = [{"post": "truong-xom", "years": 10}]
    assert outcome("sao-vang", route="service", service=post, gender="female")[0] == "met"
    assert outcome("sao-vang", route="service", service=post, gender="male")[0] == "unmet"
    assert ask("sao-vang", route="service", service=post).missing == ("candidate.gender",)
    assert ask("sao-vang", route="thematic").missing == ("rule:sao-vang:thematic",)


def test_interval_since_the_last() -> None:
    held = [*star(2023, 2024, 2025), *star(2022, award="sao-vang")]
    answer = ask("sao-vang", route="merit", **{**GOLD, "recognitions": held})
    assert (answer.verdict, answer.earliest_on) == ("unmet", date(2028, 1, 1))


FLAG = {
    "kind": "collective", "category": ..., "years": [{"year": 2025, "completion": "gioi"}], "doan-ket": True,
    "members": {"total": 20, "sao_dong": 14, "sao_bac": 1, "disciplined": 0},
}  # fmt: skip


def test_collectives_by_exact_shares() -> None:
    assert outcome("co-xom", **FLAG)[0] == "met"
    assert outcome("co-xom", **{**FLAG, "members": {**FLAG["members"], "sao_dong": 13}})[0] == "unmet"
    assert ask("co-xom", **{**FLAG, "members": {"sao_dong": 13}}).missing == (
        "members.total", "members.sao_bac", "members.disciplined",
    )  # fmt: skip
    assert outcome("co-xom", **{**FLAG, "doan-ket": ...})[0] == "unknown"


@pytest.mark.parametrize(("rank", "verdict"), [(2, "met"), (3, "unmet")])
def test_quota_only_where_the_round_has_figures(rank: int, verdict: str) -> None:
    assert outcome("co-xom", round={"leaders": 12, "proposed_rank": rank}, **FLAG)[0] == verdict
    unchecked = to_json(ask("co-xom", **FLAG), BOOK)["explanation"]["warnings"]
    assert [one["en"] for one in unchecked] == [
        "Among at most 20 % of leaders: Not checked: the round gives no figures"
    ]


def years_of(first: int, *levels: str) -> list[dict[str, Any]]:
    return [{"year": first + at, "completion": level, "solidarity": True} for at, level in enumerate(levels)]


LETTER = {
    "route": "merit",
    "recognitions": [*star(2022, award="sao-dong"), *star(2024)],
    "years": years_of(2023, "kha", "gioi", "kha"),
}


def test_years_since_an_award() -> None:
    assert outcome("thu-khen", **LETTER)[0] == "met"
    assert outcome("thu-khen", **{**LETTER, "years": years_of(2023, "kha", "kha", "kha")})[0] == "unmet"
    assert outcome("thu-khen", **{**LETTER, "years": years_of(2024, "gioi", "kha")})[0] == "unknown"
    early = {**LETTER, "recognitions": [*star(2023, award="sao-dong"), *star(2024)]}
    answer = ask("thu-khen", **early)
    assert (answer.verdict, answer.earliest_on) == ("unmet", date(2027, 1, 1))
    assert outcome("thu-khen", **{**LETTER, "recognitions": star(2024)})[0] == "unmet"


def test_what_rests_on_memory_never_decides() -> None:
    answer = ask("thu-khen", **{**FLAG, "years": years_of(2024, "gioi", "gioi")})
    assert (answer.verdict, answer.missing) == ("unknown", ("text:luat-2:9.3",))
    warned = ask("sao-dong", recognitions=star(2024, award="thu-khen"))
    assert warned.verdict == "met"
    assert [one.en for one in warned.warnings] == ["Not: 2024 (nd-3:6; unconfirmed, not decisive)"]


def test_carried_law_decides_and_says_so() -> None:
    now = {"years": [{**YEAR, "year": 2026}]}
    assert outcome("sao-dong", on="2025-12-31") == ("met", True)
    assert outcome("sao-dong", on="2026-12-20", **now) == ("met", False)
    open_matter = [{"kind": "complaint", "since": "2026-11-01", "cleared": None}]
    assert outcome("sao-dong", on="2026-12-20", pending=open_matter, **now) == (
        "unmet",
        True,
    )  # the decree is not carried


def test_a_lapsed_decree_only_warns_where_it_took_away() -> None:
    open_matter = [{"kind": "complaint", "since": "2027-11-01", "cleared": None}]
    answer = ask("sao-dong", on="2027-12-20", years=[{**YEAR, "year": 2027}], pending=open_matter)
    assert answer.verdict == "met"
    assert [one.en for one in answer.warnings] == [
        (
            "Nothing open: complaint being verified; investigation; discipline under consideration: "
            "complaint since 2027-11-01 (nd-3:4.1; unconfirmed, not decisive)"
        ),
        (
            "Achievement counts only after the end of a discipline: No discipline bears on it "
            "(nd-3:4.2; unconfirmed, not decisive)"
        ),
        "Not: none (nd-3:6; unconfirmed, not decisive)",
    ]


def test_an_old_dossier_is_finished_under_the_old_law() -> None:
    facts = {"years": [{**YEAR, "year": 2019}], "initiatives": [work(recognized="2019-10-01")]}
    old = ask("sao-dong", on="2020-01-20", received="2019-12-20", **facts)
    assert (old.law_on, old.verdict) == (date(2019, 12, 31), "met")
    assert cites(old) == ["luat-1:5", "nd-3:40.1"]
    bare = {**facts, "initiatives": []}
    assert outcome("sao-dong", on="2020-01-20", received="2019-12-20", **bare)[0] == "unmet"
    assert outcome("sao-dong", on="2020-01-20", **bare)[0] == "met"
    favourable = ask("sao-dong", on="2026-01-20", received="2025-12-20")
    assert (favourable.law_on, favourable.is_confirmed) == (date(2025, 12, 31), True)


def test_an_award_that_is_not_for_them_or_has_no_rule() -> None:
    assert outcome("co-xom")[0] == "unmet"
    assert ask("khong-co").missing == ("rule:khong-co",)
    assert outcome("sao-dong", on="1999-12-20")[0] == "unmet"


def test_the_nearest_award_that_is_met() -> None:
    assert ask("sao-bac").nearest == "sao-dong"
    assert ask("sao-bac", recognitions=star(2025, award="sao-dong")).nearest == ""


def test_a_preset_adds_its_conditions() -> None:
    adopted = load_rulebook(Path(__file__).parent / "good", adopt=["east"])
    assert evaluate(adopted, case("thu-khen", **LETTER)).verdict == "unknown"
    assert evaluate(adopted, case("thu-khen", **LETTER, **{"duoc-chon": True})).verdict == "met"


def test_texts_in_both_languages() -> None:
    answer = ask("sao-bac")
    text = to_text(answer, BOOK)
    assert text.splitlines()[0] == "Sao bạc, ngày 20/12/2025: không đạt. Sớm nhất có thể xét lại: 01/01/2027."
    assert "Danh hiệu, hình thức gần nhất đã đạt: Sao đồng" in text
    assert to_text(answer, BOOK, language="en").splitlines()[0] == (
        "Silver star, 2025-12-20: not met. Earliest again: 2027-01-01."
    )
    mechanics = ask("sao-dong", category="tho-may")
    assert "(theo Lệ của hội thợ máy)" in to_text(mechanics, BOOK)


def test_what_changed_between_two_days() -> None:
    found = changes(BOOK, first=date(2019, 12, 31), second=date(2020, 1, 1), award="sao-dong")
    assert [(one.sign, one.words.vi) for one in found][:3] == [
        ("-", "Có sáng kiến, đề tài phạm vi xóm"),
        ("+", "Gương mẫu chấp hành lệ làng"),
        ("+", "Có tinh thần tự lực, đoàn kết, tham gia phong trào thi đua"),
    ]
    amended = changes(BOOK, first=date(2025, 12, 31), second=date(2026, 1, 1), award="sao-bac")
    assert [(one.sign, one.cite) for one in amended] == [("~", "luat-2:6")]
    salary = changes(BOOK, first=date(2024, 12, 31), second=date(2025, 1, 1))
    assert [(one.sign, one.words.en) for one in salary] == [("-", "Base pay: 1000000"), ("+", "Base pay: 2345678")]


def test_when_is_the_day_asked_where_it_is_met() -> None:
    assert earliest(BOOK, case("sao-dong"))[1] == date(2025, 12, 20)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{id: x", "YAML hoặc JSON đúng cú pháp"),
        ("[1]", "cần một nhóm khóa"),
        ("{ask: a, candidate: {kind: individual}}", "thiếu on"),
        ("{ask: a, on: 2025-02-30, candidate: {kind: individual}}", "không phải là một ngày có thật"),
        ("{ask: a, on: 2025-02-20}", "thiếu candidate"),
        ("{ask: a, on: 2025-02-20, candidate: {kind: person}}", "kind «person» không có"),
        ("{ask: a, on: 2025-02-20, route: x, candidate: {kind: individual}}", "route «x» không có"),
        ("{ask: a, on: 2025-02-20, candidate: {kind: individual, years: 3}}", "years phải là danh sách"),
        ("{ask: a, on: 2025-02-20, candidate: {kind: individual, years: [{year: a}]}}", "year phải là số nguyên"),
        (
            "{ask: a, on: 2025-02-20, candidate: {kind: individual, recognitions: [{award: b}]}}",
            "cần year hoặc decided",
        ),
    ],
)
def test_broken_cases_are_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(CaseInvalid, match=message):
        read_cases(text)


def test_a_level_that_is_not_on_the_scale_is_refused() -> None:
    with pytest.raises(CaseInvalid, match="mức hoàn thành năm 2025 «tuyet» không có"):
        ask("sao-dong", years=[{"year": 2025, "completion": "tuyet"}])


def test_json_and_quoted_dates_read_alike() -> None:
    yaml_case = read_cases(
        "{ask: a, on: 2025-12-20, candidate: {kind: individual, unity: true}, expect: {verdict: met}}"
    )
    json_case = read_cases(
        '{"ask": "a", "on": "2025-12-20", "candidate": {"kind": "individual", "unity": true}, '
        '"expect": {"verdict": "met"}}'
    )
    assert yaml_case == json_case
    assert yaml_case[0].candidate.flags == {"unity": True}
