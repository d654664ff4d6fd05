"""Each broken file gives its errors: file, line, what, remedy; pinned in bad/expected.txt."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from thidua.lib.rules.errors import RulebookInvalid
from thidua.lib.rules.loading import load_rulebook

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))


def errors_of(path: Path, folder: Path) -> list[str]:
    shutil.copy(HERE / "good" / "law.yaml", folder / "00-law.yaml")
    shutil.copy(path, folder)
    with pytest.raises(RulebookInvalid) as raised:
        load_rulebook(folder)
    return [str(one) for one in raised.value.problems]


def expected() -> dict[str, list[str]]:
    blocks = (HERE / "bad" / "expected.txt").read_text(encoding="utf-8").strip().split("\n\n")
    return {name: errors for name, *errors in (block.splitlines() for block in blocks)}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_broken_file_gives_its_errors(path: Path, tmp_path: Path) -> None:
    assert errors_of(path, tmp_path) == expected()[path.stem]


def test_every_expected_error_has_its_file() -> None:
    assert sorted(expected()) == [path.stem for path in BAD]
    assert len(BAD) >= 30


def test_a_folder_without_rules_is_no_rulebook(tmp_path: Path) -> None:
    with pytest.raises(RulebookInvalid, match="không có tệp quy tắc nào"):
        load_rulebook(tmp_path)


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    shutil.copy(HERE / "bad" / "16-threshold-over-one.yaml", tmp_path)
    shutil.copy(HERE / "bad" / "45-not-a-number.yaml", tmp_path)
    shutil.copy(HERE / "good" / "law.yaml", tmp_path)
    with pytest.raises(RulebookInvalid) as raised:
        load_rulebook(tmp_path)
    assert [one.file for one in raised.value.problems] == ["16-threshold-over-one.yaml", "45-not-a-number.yaml"]
