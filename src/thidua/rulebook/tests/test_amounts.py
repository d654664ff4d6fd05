"""Bonuses against figures worked by hand from the decrees: every award, both regimes, every base salary, stacking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from thidua.lib.rules.amounts import bonus
from thidua.lib.rules.model import Rulebook
from thidua.lib.rules.stacking import Due, payment
from thidua.rulebook import load

MAN, UNIT, HOME = "individual", "collective", "household"

# (award, whom for): amount at 1,390,000; 1,490,000; 1,800,000 đồng (Decree 91/2017).
OLD = {
    ("chien-si-thi-dua-toan-quoc", MAN): (6_260_000, 6_710_000, 8_100_000),
    ("chien-si-thi-dua-bo-tinh", MAN): (4_170_000, 4_470_000, 5_400_000),
    ("chien-si-thi-dua-co-so", MAN): (1_390_000, 1_490_000, 1_800_000),
    ("lao-dong-tien-tien", MAN): (420_000, 450_000, 540_000),
    ("chien-si-tien-tien", MAN): (420_000, 450_000, 540_000),
    ("tap-the-lao-dong-xuat-sac", UNIT): (2_090_000, 2_240_000, 2_700_000),
    ("don-vi-quyet-thang", UNIT): (2_090_000, 2_240_000, 2_700_000),
    ("tap-the-lao-dong-tien-tien", UNIT): (1_120_000, 1_200_000, 1_440_000),
    ("don-vi-tien-tien", UNIT): (1_120_000, 1_200_000, 1_440_000),
    ("thon-to-dan-pho-van-hoa", UNIT): (2_090_000, 2_240_000, 2_700_000),
    ("co-thi-dua-chinh-phu", UNIT): (16_680_000, 17_880_000, 21_600_000),
    ("co-thi-dua-bo-tinh", UNIT): (11_120_000, 11_920_000, 14_400_000),
    ("bang-khen-thu-tuong", MAN): (4_870_000, 5_220_000, 6_300_000),
    ("bang-khen-thu-tuong", UNIT): (9_730_000, 10_430_000, 12_600_000),
    ("bang-khen-bo-tinh", MAN): (1_390_000, 1_490_000, 1_800_000),
    ("bang-khen-bo-tinh", UNIT): (2_780_000, 2_980_000, 3_600_000),
    ("giay-khen", MAN): (420_000, 450_000, 540_000),
    ("giay-khen", UNIT): (840_000, 900_000, 1_080_000),
    ("giay-khen-cap-xa", MAN): (210_000, 230_000, 270_000),
    ("giay-khen-cap-xa", UNIT): (420_000, 450_000, 540_000),
    ("huan-chuong-sao-vang", MAN): (63_940_000, 68_540_000, 82_800_000),
    ("huan-chuong-sao-vang", UNIT): (127_880_000, 137_080_000, 165_600_000),
    ("huan-chuong-ho-chi-minh", MAN): (42_400_000, 45_450_000, 54_900_000),
    ("huan-chuong-ho-chi-minh", UNIT): (84_790_000, 90_890_000, 109_800_000),
    ("huan-chuong-doc-lap-hang-nhat", MAN): (20_850_000, 22_350_000, 27_000_000),
    ("huan-chuong-quan-cong-hang-nhi", MAN): (17_380_000, 18_630_000, 22_500_000),
    ("huan-chuong-doc-lap-hang-ba", UNIT): (29_190_000, 31_290_000, 37_800_000),
    ("huan-chuong-lao-dong-hang-nhat", MAN): (12_510_000, 13_410_000, 16_200_000),
    ("huan-chuong-doc-lap-hang-nhat", UNIT): (41_700_000, 44_700_000, 54_000_000),
    ("huan-chuong-quan-cong-hang-nhi", UNIT): (34_750_000, 37_250_000, 45_000_000),
    ("huan-chuong-doc-lap-hang-ba", MAN): (14_600_000, 15_650_000, 18_900_000),
    ("huan-chuong-lao-dong-hang-nhat", UNIT): (25_020_000, 26_820_000, 32_400_000),
    ("anh-hung-lao-dong", MAN): (21_550_000, 23_100_000, 27_900_000),
    ("nha-giao-nhan-dan", MAN): (17_380_000, 18_630_000, 22_500_000),
    ("thay-thuoc-uu-tu", MAN): (12_510_000, 13_410_000, 16_200_000),
    ("giai-thuong-ho-chi-minh", MAN): (375_300_000, 402_300_000, 486_000_000),
    ("giai-thuong-nha-nuoc", MAN): (236_300_000, 253_300_000, 306_000_000),
}
OLD_DAYS = (date(2019, 6, 30), date(2019, 7, 1), date(2023, 12, 31))

# (award, whom for): coefficient, amount at 2,340,000 and at 2,530,000 đồng (Decree 152/2025).
NEW = {
    ("chien-si-thi-dua-toan-quoc", MAN): ("4.5", 10_530_000, 11_390_000),
    ("chien-si-thi-dua-bo-tinh", MAN): ("3.0", 7_020_000, 7_590_000),
    ("chien-si-thi-dua-co-so", MAN): ("1.0", 2_340_000, 2_530_000),
    ("lao-dong-tien-tien", MAN): ("0.3", 710_000, 760_000),
    ("chien-si-tien-tien", MAN): ("0.3", 710_000, 760_000),
    ("tap-the-lao-dong-xuat-sac", UNIT): ("1.5", 3_510_000, 3_800_000),
    ("don-vi-quyet-thang", UNIT): ("1.5", 3_510_000, 3_800_000),
    ("tap-the-lao-dong-tien-tien", UNIT): ("0.8", 1_880_000, 2_030_000),
    ("don-vi-tien-tien", UNIT): ("0.8", 1_880_000, 2_030_000),
    ("xa-phuong-tieu-bieu", UNIT): ("2.0", 4_680_000, 5_060_000),
    ("thon-to-dan-pho-van-hoa", UNIT): ("1.5", 3_510_000, 3_800_000),
    ("co-thi-dua-chinh-phu", UNIT): ("12.0", 28_080_000, 30_360_000),
    ("co-thi-dua-bo-tinh", UNIT): ("8.0", 18_720_000, 20_240_000),
    ("co-thi-dua-quan-khu", UNIT): ("6.0", 14_040_000, 15_180_000),
    ("giay-khen", MAN): ("0.3", 710_000, 760_000),
    ("giay-khen", UNIT): ("0.6", 1_410_000, 1_520_000),
    ("giay-khen", HOME): ("0.45", 1_060_000, 1_140_000),
    ("bang-khen-quan-khu", MAN): ("1.0", 2_340_000, 2_530_000),
    ("bang-khen-quan-khu", UNIT): ("2.0", 4_680_000, 5_060_000),
    ("bang-khen-bo-tinh", MAN): ("1.5", 3_510_000, 3_800_000),
    ("bang-khen-bo-tinh", UNIT): ("3.0", 7_020_000, 7_590_000),
    ("bang-khen-bo-tinh", HOME): ("2.25", 5_270_000, 5_700_000),
    ("bang-khen-thu-tuong", MAN): ("3.5", 8_190_000, 8_860_000),
    ("bang-khen-thu-tuong", UNIT): ("7.0", 16_380_000, 17_710_000),
    ("bang-khen-thu-tuong", HOME): ("5.25", 12_290_000, 13_290_000),
    ("huan-chuong-lao-dong-hang-nhat", MAN): ("9.0", 21_060_000, 22_770_000),
    ("huan-chuong-lao-dong-hang-nhat", UNIT): ("18.0", 42_120_000, 45_540_000),
    ("huan-chuong-chien-cong-hang-nhi", MAN): ("7.5", 17_550_000, 18_980_000),
    ("huan-chuong-bao-ve-to-quoc-hang-nhi", UNIT): ("15.0", 35_100_000, 37_950_000),
    ("huan-chuong-lao-dong-hang-ba", MAN): ("4.5", 10_530_000, 11_390_000),
    ("huan-chuong-lao-dong-hang-ba", UNIT): ("9.0", 21_060_000, 22_770_000),
    ("huan-chuong-dai-doan-ket-dan-toc", MAN): ("7.5", 17_550_000, 18_980_000),
    ("huan-chuong-dung-cam", MAN): ("4.5", 10_530_000, 11_390_000),
    ("huan-chuong-doc-lap-hang-nhat", MAN): ("15.0", 35_100_000, 37_950_000),
    ("huan-chuong-quan-cong-hang-nhi", MAN): ("12.5", 29_250_000, 31_630_000),
    ("huan-chuong-doc-lap-hang-ba", UNIT): ("21.0", 49_140_000, 53_130_000),
    ("huan-chuong-doc-lap-hang-nhat", UNIT): ("30.0", 70_200_000, 75_900_000),
    ("huan-chuong-quan-cong-hang-nhi", UNIT): ("25.0", 58_500_000, 63_250_000),
    ("huan-chuong-doc-lap-hang-ba", MAN): ("10.5", 24_570_000, 26_570_000),
    ("huan-chuong-ho-chi-minh", MAN): ("30.5", 71_370_000, 77_170_000),
    ("huan-chuong-ho-chi-minh", UNIT): ("61.0", 142_740_000, 154_330_000),
    ("huan-chuong-sao-vang", MAN): ("46.0", 107_640_000, 116_380_000),
    ("huan-chuong-sao-vang", UNIT): ("92.0", 215_280_000, 232_760_000),
    ("ba-me-viet-nam-anh-hung", MAN): ("15.5", 36_270_000, 39_220_000),
    ("anh-hung-lao-dong", MAN): ("15.5", 36_270_000, 39_220_000),
    ("anh-hung-luc-luong-vu-trang-nhan-dan", UNIT): ("31.0", 72_540_000, 78_430_000),
    ("nghe-nhan-nhan-dan", MAN): ("12.5", 29_250_000, 31_630_000),
    ("nghe-si-uu-tu", MAN): ("9.0", 21_060_000, 22_770_000),
    ("giai-thuong-ho-chi-minh", MAN): ("270.0", 631_800_000, 683_100_000),
    ("giai-thuong-nha-nuoc", MAN): ("170.0", 397_800_000, 430_100_000),
    ("huy-chuong-chien-si-ve-vang-hang-ba", MAN): ("1.5", 3_510_000, 3_800_000),
}

# Rates known from memory alone, ceilings and gaps: no amount.
NOTHING = [
    ("huan-chuong-lao-dong-hang-nhi", MAN, date(2020, 5, 1)),  # derived from a figure, read in no text
    ("huan-chuong-lao-dong-hang-ba", MAN, date(2020, 5, 1)),
    ("anh-hung-lao-dong", UNIT, date(2020, 5, 1)),
    ("huy-chuong-vi-an-ninh-to-quoc", MAN, date(2020, 5, 1)),
    ("ky-niem-chuong", MAN, date(2020, 5, 1)),
    ("giay-khen", HOME, date(2020, 5, 1)),
    ("chien-si-thi-dua-co-so", MAN, date(2018, 6, 30)),  # base salary of 2017 from memory
    ("chien-si-thi-dua-co-so", MAN, date(2017, 9, 30)),  # before Decree 91/2017
    ("chien-si-thi-dua-co-so", MAN, date(2024, 1, 1)),  # Decree 98/2023 not read
    ("chien-si-thi-dua-co-so", MAN, date(2025, 6, 30)),
    ("giay-khen-cap-xa", MAN, date(2025, 7, 1)),
    ("gia-dinh-van-hoa", HOME, date(2025, 7, 1)),
    ("chien-si-thi-dua-co-so", MAN, date(2027, 3, 1)),  # Decree 152/2025 has lapsed
]


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load()


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize(("award", "kind"), OLD, ids="-".join)
def test_bonus_of_the_old_decree(book: Rulebook, award: str, kind: str, place: int) -> None:
    assert bonus(book, award=award, kind=kind, on=OLD_DAYS[place]).amount == OLD[award, kind][place]


@pytest.mark.parametrize(("award", "kind"), NEW, ids="-".join)
def test_bonus_of_the_decree_in_force(book: Rulebook, award: str, kind: str) -> None:
    days = (date(2025, 7, 1), date(2026, 6, 30), date(2026, 7, 1), date(2027, 2, 28))
    found = [bonus(book, award=award, kind=kind, on=day) for day in days]
    coefficient, first, second = NEW[award, kind]
    assert [one.coefficient for one in found] == [coefficient] * 4
    assert [one.amount for one in found] == [first, first, second, second]


@pytest.mark.parametrize(("award", "kind", "on"), NOTHING, ids=lambda one: str(one))
def test_no_amount_without_a_confirmed_rate(book: Rulebook, award: str, kind: str, on: date) -> None:
    found = bonus(book, award=award, kind=kind, on=on)
    assert found.amount is None
    assert found.reason is not None


def test_a_ceiling_is_no_amount(book: Rulebook) -> None:
    found = bonus(book, award="ky-niem-chuong", kind=MAN, on=date(2026, 8, 1))
    assert (found.amount, found.ceiling) == (None, 1_520_000)
    found = bonus(book, award="ky-niem-chuong-quoc-hoi", kind=MAN, on=date(2026, 8, 1))
    assert (found.amount, found.ceiling) == (None, 2_030_000)


@pytest.mark.parametrize(("on", "table"), [(date(2023, 12, 31), set(OLD)), (date(2025, 7, 1), set(NEW))])
def test_every_rate_that_decides_is_in_the_table(book: Rulebook, on: date, table: set[tuple[str, str]]) -> None:
    rates = [one for one in book.bonuses.values() if one.in_force.holds(on) and one.origin.layer == "national"]
    deciding = [one for one in rates if book.standing(one.basis, on).decides and not one.is_ceiling]
    assert len(deciding) > 20
    assert [one.id for one in deciding if not any((award, one.kind) in table for award in one.awards)] == []


def test_citations_name_rate_method_and_base(book: Rulebook) -> None:
    found = bonus(book, award="lao-dong-tien-tien", kind=MAN, on=date(2023, 7, 1))
    assert [str(one) for one in found.citations] == ["nd-91-2017:69.1", "nd-91-2017:68", "nd-24-2023"]
    found = bonus(book, award="giay-khen", kind=HOME, on=date(2026, 8, 1))
    assert [str(one) for one in found.citations] == [
        "nd-152-2025:54.3",
        "nd-152-2025:54",
        "nd-152-2025:49.1",
        "nd-152-2025:49.2",
        "nd-161-2026:3.2",
    ]


ON = date(2026, 8, 1)
WORKER = Due(award="lao-dong-tien-tien", kind=MAN, period="2025")
FIGHTER = Due(award="chien-si-thi-dua-co-so", kind=MAN, period="2025")
MINISTRY = Due(award="chien-si-thi-dua-bo-tinh", kind=MAN, period="2023-2025")
MERIT = Due(award="giay-khen", kind=MAN, achievement="2025")
RESCUE = Due(award="bang-khen-bo-tinh", kind=MAN, achievement="rescue of 03/2026")


def test_titles_of_one_period_pay_the_highest(book: Rulebook) -> None:
    found = payment(book, dues=[WORKER, FIGHTER], on=ON)
    assert found.amount == 2_530_000
    assert [part.is_paid for part in found.parts] == [False, True]


def test_titles_of_different_periods_are_each_paid(book: Rulebook) -> None:
    assert payment(book, dues=[FIGHTER, MINISTRY], on=ON).amount == 2_530_000 + 7_590_000


def test_forms_for_different_achievements_are_each_paid(book: Rulebook) -> None:
    assert payment(book, dues=[MERIT, RESCUE], on=ON).amount == 760_000 + 3_800_000


def test_a_title_and_a_form_are_both_paid(book: Rulebook) -> None:
    found = payment(book, dues=[WORKER, FIGHTER, MERIT], on=ON)
    assert found.amount == 2_530_000 + 760_000
    assert [str(one) for one in found.citations][-3:] == ["nd-152-2025:49.5", "nd-152-2025:49.6", "nd-152-2025:49.7"]


def test_two_forms_for_one_achievement_are_not_summed(book: Rulebook) -> None:
    again = Due(award="bang-khen-bo-tinh", kind=MAN, achievement="2025")
    found = payment(book, dues=[MERIT, again], on=ON)
    assert found.amount is None
    assert found.reason is not None
    assert "look again" in found.reason.en
    assert [part.is_paid for part in found.parts] == [False, False]


def test_one_award_needs_no_stacking_rule(book: Rulebook) -> None:
    assert payment(book, dues=[FIGHTER], on=date(2022, 12, 20)).amount == 1_490_000


def test_the_stacking_of_the_old_decree_was_not_read(book: Rulebook) -> None:
    found = payment(book, dues=[FIGHTER, MERIT], on=date(2022, 12, 20))
    assert found.amount is None
    assert [part.bonus.amount for part in found.parts] == [1_490_000, 450_000]


def test_an_unknown_bonus_leaves_the_sum_unknown(book: Rulebook) -> None:
    medal = Due(award="ky-niem-chuong", kind=MAN, achievement="service")
    assert payment(book, dues=[FIGHTER, medal], on=ON).amount is None


@pytest.mark.parametrize(
    ("titles", "forms", "together", "amount"),
    [
        ("each", "highest_of_achievement", "both", 760_000 + 2_530_000 + 3_800_000),
        ("highest_of_period", "highest_of_achievement", "both", 2_530_000 + 3_800_000),
        ("highest_of_period", "highest_of_achievement", "highest", 3_800_000),
    ],
)
def test_other_ways_of_stacking(book: Rulebook, titles: str, forms: str, together: str, amount: int) -> None:
    rule = replace(book.stackings["stack-2025"], titles=titles, forms=forms, together=together)
    other = replace(book, stackings={rule.id: rule})
    again = Due(award="bang-khen-bo-tinh", kind=MAN, achievement="2025")
    assert payment(other, dues=[WORKER, FIGHTER, MERIT, again], on=ON).amount == amount
