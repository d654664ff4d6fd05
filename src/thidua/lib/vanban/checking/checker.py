"""Check a Word file against the form that Nghị định 30/2020/NĐ-CP prescribes."""

from __future__ import annotations

from pathlib import Path

from thidua.lib.vanban.checking.checks.content import check_content, check_end
from thidua.lib.vanban.checking.checks.elements import check_elements
from thidua.lib.vanban.checking.checks.foot import check_annexes, check_foot, check_stamps
from thidua.lib.vanban.checking.checks.head import check_head
from thidua.lib.vanban.checking.checks.pages import check_letters, check_page_numbers, check_pages
from thidua.lib.vanban.checking.checks.words import check_words
from thidua.lib.vanban.checking.papers import Kind
from thidua.lib.vanban.checking.report import Report
from thidua.lib.vanban.checking.rules import Departure
from thidua.lib.vanban.checking.splitting import find_papers
from thidua.lib.vanban.checking.word import open_word
from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.reading.limits import DEFAULT_LIMITS, Limits


def check_docx(source: Path | bytes, *, limits: Limits = DEFAULT_LIMITS) -> tuple[Departure, ...]:
    """Return every departure of a Word file from the Decree's form, in the order of the page.

    `source` is a path or the bytes themselves. Raises `UnreadableDocument`, and nothing else, for bytes that are no
    Word file, are damaged or cost too much; `OSError` when a path cannot be opened.
    """
    try:
        return _check(source, limits)
    except (UnreadableDocument, OSError):
        raise
    except (MemoryError, RecursionError) as error:
        raise UnreadableDocument(
            UnreadableReason.TOO_COMPLEX, "Tệp quá phức tạp để kiểm tra; hãy lưu lại tệp bằng Word rồi thử lại."
        ) from error
    except Exception as error:
        # The parsers beneath raise errors of every kind on damaged bytes; a stranger's file must not stop the program.
        raise UnreadableDocument(
            UnreadableReason.DAMAGED, "Tệp bị hỏng; hãy mở và lưu lại bằng phần mềm soạn thảo rồi thử lại."
        ) from error


def _check(source: Path | bytes, limits: Limits) -> tuple[Departure, ...]:
    word = open_word(source, limits=limits)
    papers = find_papers(word.lines)
    report = Report()
    check_pages(word, report)
    check_page_numbers(word, papers, report)
    check_letters(word, report)
    for place, paper in enumerate(papers):
        is_main = place == 0
        check_head(paper, word.sections, report, is_main=is_main)
        check_elements(paper, report)
        check_stamps(paper, report)
        check_content(paper, report)
        if paper.kind is Kind.DOCUMENT:
            check_end(paper, report)
        check_foot(paper, report, is_main=is_main)
        check_words(paper, report)
    check_annexes(papers, report)
    return report.departures
