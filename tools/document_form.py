"""Write docs/reference/document-form.md: the rules of the checker, from the tables that hold them.

`python tools/document_form.py` writes the page, `--check` fails when it is not what the tables say.
"""

from __future__ import annotations

import sys
from pathlib import Path

from thidua.lib.vanban.checking import Rule, Severity, rules
from thidua.lib.vanban.form import measures

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "document-form.md"
HEAD = """# Form of official documents: what is checked

`thidua document check FILE.docx [--json]`, the page `/van-ban/kiem-tra-the-thuc/` and
`thidua.lib.vanban.checking.check_docx` check these rules of Nghị định 30/2020/NĐ-CP. Written by
`python tools/document_form.py` from `lib/vanban/checking/rules.toml` and `lib/vanban/form/measures.toml`: change those.

Confidence: high, read in the Decree; medium, read indirectly; low, from memory; own, the Decree is silent. Severity:
*must* makes the command exit with 1, *should* is advice. Citations are of the Decree's annexes.

What a file cannot say is not checked: whether lines wrap, where a picture of a signature or seal lies, whether an
exception of a sector (ranks and degrees before names) applies beyond what the agency's name tells, and all of Phụ lục
II that needs an understanding of the text.
"""


def page() -> str:
    """Return the page as the tables say."""
    elements = measures().elements
    parts = [HEAD, f"\n{len(rules())} rules.\n", "\n## Measures of elements\n"]
    parts.append(
        "\n| rule | element | asked | citation | confidence | severity |\n| --- | --- | --- | --- | --- | --- |\n"
    )
    structural: list[Rule] = []
    for rule in rules().values():
        element = rule.key.rpartition("-")[0]
        if element in elements and rule.facet:
            row = (f"`{rule.key}`", elements[element].name, rule.facet, rule.citation, rule.confidence, rule.severity)
            parts.append(_row(row))
        else:
            structural.append(rule)
    parts.append("\n## Structure and wording\n")
    parts.append("\n| rule | what is wrong | citation | confidence | severity |\n| --- | --- | --- | --- | --- |\n")
    parts.extend(
        _row((f"`{rule.key}`", rule.what, rule.citation, rule.confidence, rule.severity)) for rule in structural
    )
    must = sum(rule.severity is Severity.MUST for rule in rules().values())
    parts.append(f"\n{must} of them must be kept, {len(rules()) - must} should.\n")
    return "".join(parts)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |\n"


def main() -> int:
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.read_text(encoding="utf-8") == page() else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
