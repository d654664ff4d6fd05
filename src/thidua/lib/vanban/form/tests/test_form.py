"""The form as data: what the files hold, and what loading refuses."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from importlib import resources
from typing import Any

import pytest

from thidua.lib.vanban.form import Confidence, TitleBox, WrongForm, copy_type, measures, type_of, types
from thidua.lib.vanban.form.loading import read_measures, read_types
from thidua.lib.vanban.official import CopyForm


def _content(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("thidua.lib.vanban.form") / name).read_text(encoding="utf-8"))


def test_types_of_the_decree() -> None:
    assert " ".join(kind.abbreviation or "-" for kind in types()) == (
        "NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ - CĐ BGN BTT GUQ GM GGT GNP PG PC PB -"
    )
    assert {kind.archive_code for kind in types()} == {f"{code:02d}" for code in range(1, 30)}


def test_parts_of_types() -> None:
    assert [kind.key for kind in types() if kind.title_box is TitleBox.UNDER_NUMBER] == ["cong-van"]
    assert [kind.key for kind in types() if kind.order_word] == ["nghi-quyet", "quyet-dinh"]
    assert [kind.key for kind in types() if not kind.has_place_and_date] == ["bien-ban"]
    assert type_of("bien-ban").signers == ("THƯ KÝ", "CHỦ TỌA")
    assert type_of("cong-van").printed_name == ""
    assert type_of("ke-hoach").printed_name == "KẾ HOẠCH"
    assert type_of("phieu-bao").exchange_code is None


def test_abbreviations_of_copies() -> None:
    assert {form: copy_type(form).abbreviation for form in CopyForm} == {
        "SAO Y": "SY",
        "SAO LỤC": "SL",
        "TRÍCH SAO": "TrS",
    }


def test_page_and_columns() -> None:
    form = measures()
    assert form.text_width_mm == 155
    assert form.landscape_text_width_mm == 252
    letterhead = form.columns["letterhead"]
    assert letterhead.left_mm + letterhead.right_mm == 210 - form.margins.left.least_mm - form.margins.right.least_mm
    for name in ("signature", "minutes"):
        assert form.columns[name].left_mm + form.columns[name].right_mm == form.text_width_mm


def test_sizes_of_elements_shown_in_the_decree() -> None:
    shown = {
        "national-title": 12,
        "motto": 13,
        "parent": 12,
        "issuer": 12,
        "number": 13,
        "place-and-date": 13,
        "type-name": 14,
        "abstract": 14,
        "subject": 12,
        "text": 14,
        "recipients-word": 12,
        "recipients": 11,
        "urgency": 13,
        "drafter": 11,
        "contact": 11,
        "page-number": 14,
    }
    assert {key: measures().elements[key].size for key in shown} == shown


def test_each_rule_says_where_it_stands() -> None:
    cited = [element for element in measures().elements.values() if element.confidence is Confidence.HIGH]
    assert len(cited) > 30
    assert [each.key for each in cited if not each.citation.startswith("Phụ lục I")] == []


def test_stamps_of_urgency_measure_what_the_decree_says() -> None:
    assert {text: (stamp.width_mm, stamp.height_mm) for text, stamp in measures().stamps.items() if "KHẨN" in text} == {
        "KHẨN": (20, 8),
        "THƯỢNG KHẨN": (40, 8),
    }
    assert measures().stamps["HỎA TỐC"].width_mm == 30


def test_capitals_are_the_forms() -> None:
    assert measures().elements["issuer"].as_printed("Sở Nội vụ") == "SỞ NỘI VỤ"
    assert measures().elements["motto"].as_printed("Độc lập") == "Độc lập"


Spoil = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda form: form["elements"]["issuer"].update(size=15), "issuer: size 15 is not within 12 to 13"),
        (lambda form: form["elements"]["issuer"].update(citation=""), "issuer: no citation"),
        (lambda form: form["elements"]["issuer"].update(weight=3), "issuer: unknown weight"),
        (lambda form: form["elements"]["issuer"].pop("name"), "issuer: name missing"),
        (lambda form: form["elements"]["issuer"].update(bold="yes"), "issuer.bold: 'yes' is of the wrong type"),
        (
            lambda form: form["elements"]["issuer"].update(confidence="sure"),
            "issuer.confidence: 'sure' is not one of 'high', 'medium', 'low', 'own'",
        ),
        (lambda form: form["margins"]["left"].update(chosen_mm=40), "margins.left: 40 is not within 30 to 35"),
        (lambda form: form["rules"]["issuer"].update(chosen=0.8), "rules.issuer: 0.8 is not within 0.3333 to 0.5"),
        (lambda form: form["stamps"].pop("khan"), "stamps: none for KHẨN"),
    ],
)
def test_wrong_measures_are_refused(spoil: Spoil, message: str) -> None:
    content = copy.deepcopy(_content("measures.toml"))
    spoil(content)
    with pytest.raises(WrongForm) as refused:
        read_measures(content)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda form: form["types"].pop(), "28 types instead of 29"),
        (lambda form: form["types"].append(form["types"][0]), "nghi-quyet: stands twice"),
        (lambda form: form["types"][1].update(name="Nghị quyết"), "two types have the same name"),
        (
            lambda form: form["types"][1].update(abbreviation="NQ"),
            "two types have the same abbreviation or exchange code",
        ),
        (lambda form: form["types"][1].update(exchange_code="2"), "quyet-dinh.exchange_code: '2' is of the wrong type"),
        (lambda form: form["copies"].pop(), "copies: one entry for each form of copy is needed"),
    ],
)
def test_wrong_types_are_refused(spoil: Spoil, message: str) -> None:
    content = copy.deepcopy(_content("types.toml"))
    spoil(content)
    with pytest.raises(WrongForm) as refused:
        read_types(content)
    assert str(refused.value) == message
