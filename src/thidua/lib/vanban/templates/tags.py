"""Tags as a person types them in Word: found paragraph by paragraph, each gathered into one run, blocks kept apart.

Word breaks a text into runs as it likes ("{{ tri" "ch_yeu }}"). Here each tag is put whole into the run it begins in,
so that what is checked is what is rendered, and nothing is left to guess for the renderer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from thidua.lib.vanban.templates.report import Problem, Reason

Element = Any
"""An lxml element; its stubs know less than we use."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TAG = re.compile(r"\{\{(?P<printed>[^{}]*)\}\}|\{%(?P<statement>[^{}]*)%\}")
_BRACE = re.compile(r"[{}]")
_STATEMENT = re.compile(r"(?P<level>p|tr)?\s+(?P<word>for|endfor|if|elif|else|endif)\b\s*(?P<rest>.*?)\s*")
_FOR = re.compile(r"[a-z_][a-z0-9_]*\s+in\s+\S.*")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_CLOSES = {"endfor": "for", "endif": "if", "elif": "if", "else": "if"}
_SHOWN = 160
MOST_TAGS = 1_000


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: `level` is "" within a paragraph, "p" for whole paragraphs, "tr" for rows; `word` is "" when printed."""

    level: str
    word: str
    expression: str
    where: str
    paragraph: Element

    @property
    def written(self) -> str:
        """The tag as it is written into the text."""
        if not self.word:
            return f"{{{{ {self.expression} }}}}"
        words = " ".join(filter(None, (self.word, self.expression)))
        return f"{{%{self.level} {words} %}}"


@dataclass(slots=True)
class _Open:
    tag: Tag
    container: Element


def shown(text: str) -> str:
    """Return a paragraph's text as the report quotes it."""
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def gather_tags(root: Element, problems: list[Problem]) -> list[Tag]:
    """Find the tags of a part, put each whole into one run, and note what is wrong with their form and nesting."""
    tags: list[Tag] = []
    for paragraph in root.iter(f"{W}p"):
        tags += _of_paragraph(paragraph, problems)
    if len(tags) > MOST_TAGS:
        problems.append(
            Problem(Reason.TOO_MANY_TAGS, f"Mẫu có hơn {MOST_TAGS} thẻ.", "Chia mẫu thành nhiều mẫu nhỏ hơn.")
        )
        return []
    _nesting(tags, problems)
    return tags


def _texts(paragraph: Element) -> list[Element]:
    """Return the text elements of a paragraph, without those of paragraphs within it (text boxes)."""
    return [text for text in paragraph.iter(f"{W}t") if next(text.iterancestors(f"{W}p")) is paragraph]


def _of_paragraph(paragraph: Element, problems: list[Problem]) -> Iterator[Tag]:
    texts = _texts(paragraph)
    whole = "".join(text.text or "" for text in texts)
    if "{" not in whole and "}" not in whole:
        return
    where = shown(whole)
    matches = list(_TAG.finditer(whole))
    rest = _TAG.sub("", whole)
    if stray := _BRACE.search(rest):
        sign = stray.group()
        problems.append(
            Problem(
                Reason.UNBALANCED,
                f"Dấu “{sign}” đứng lẻ: thẻ chưa mở hoặc chưa đóng trong đoạn này.",
                "Viết trọn thẻ {{ … }} hoặc {% … %} trong một đoạn; xóa các dấu ngoặc nhọn thừa.",
                where,
            )
        )
        return
    if any(_is_apart(text) for text in texts):
        problems.append(
            Problem(
                Reason.TAG_OUTSIDE_TEXT,
                "Thẻ nằm trong phần chữ đã xóa của vết sửa (Track Changes) hoặc đoạn chữ đặc biệt của Word.",
                "Chấp nhận hết vết sửa rồi gõ lại thẻ thành chữ thường.",
                where,
            )
        )
        return
    replaced = []
    for match in matches:
        tag = _read(match, where, paragraph, problems)
        if tag is None:
            return
        if tag.level and not _stands_alone(paragraph, tag, rest, problems):
            return
        replaced.append((match.start(), match.end(), tag.written))
        yield tag
    _rewrite(texts, replaced)


def _is_apart(text: Element) -> bool:
    run = text.getparent()
    return run.tag != f"{W}r" or any(True for _ in text.iterancestors(f"{W}del", f"{W}moveFrom"))


def _read(match: re.Match[str], where: str, paragraph: Element, problems: list[Problem]) -> Tag | None:
    printed = match.group("printed")
    if printed is not None:
        expression = printed.translate(_QUOTES).strip()
        if expression and expression[0] not in "-+" and expression[-1] not in "-+" and "\n" not in expression:
            return Tag("", "", expression, where, paragraph)
    else:
        parts = _STATEMENT.fullmatch(match.group("statement").translate(_QUOTES))
        if parts is not None:
            level, word, rest = parts.group("level") or "", parts.group("word"), parts.group("rest")
            needs_rest = word in ("for", "if", "elif")
            if needs_rest == bool(rest) and (word != "for" or _FOR.fullmatch(rest)):
                return Tag(level, word, rest, where, paragraph)
    problems.append(
        Problem(
            Reason.WRONG_TAG,
            f"Không hiểu thẻ “{shown(match.group())}”.",
            "Chỉ dùng {{ trường }}, {% for/if … %}, {%p … %} cho cả đoạn và {%tr … %} cho cả hàng của bảng.",
            where,
        )
    )
    return None


def _stands_alone(paragraph: Element, tag: Tag, rest: str, problems: list[Problem]) -> bool:
    """Whether a tag for a whole paragraph or row is all there is in it; what stands beside it would be lost."""
    beside = rest
    if tag.level == "tr":
        row = next(paragraph.iterancestors(f"{W}tr"), None)
        if row is None:
            problems.append(
                Problem(
                    Reason.WRONG_TAG,
                    "Thẻ {%tr … %} không nằm trong bảng.",
                    "Đặt thẻ {%tr … %} vào một hàng riêng của bảng; ngoài bảng dùng {%p … %}.",
                    tag.where,
                )
            )
            return False
        beside = _TAG.sub("", "".join(text.text or "" for text in row.iter(f"{W}t")))
        tags_in_row = sum(len(_TAG.findall("".join(t.text or "" for t in _texts(p)))) for p in row.iter(f"{W}p"))
        is_alone = tags_in_row == 1 and row.find(f".//{W}tbl") is None
    else:
        is_alone = len(_TAG.findall("".join(text.text or "" for text in _texts(paragraph)))) == 1
        is_alone = is_alone and paragraph.find(f".//{W}p") is None
    if any(letter.isalnum() for letter in beside) or not is_alone:
        what = "hàng" if tag.level == "tr" else "đoạn"
        problems.append(
            Problem(
                Reason.WRONG_TAG,
                f"Thẻ “{shown(tag.written)}” phải đứng một mình trong {what}; chữ khác trong {what} sẽ mất.",
                f"Chuyển thẻ sang một {what} riêng.",
                tag.where,
            )
        )
        return False
    return True


def _rewrite(texts: list[Element], replaced: list[tuple[int, int, str]]) -> None:
    """Put each tag whole into the text element it begins in."""
    starts, position = [], 0
    for text in texts:
        starts.append(position)
        position += len(text.text or "")
    ends = [*starts[1:], position]
    for text, begins, finishes in zip(texts, starts, ends, strict=True):
        whole, pieces, at = text.text or "", [], begins
        for first, behind, tag in replaced:
            if behind <= begins or first >= finishes:
                continue
            pieces.append(whole[at - begins : max(at, first) - begins])
            if begins <= first:
                pieces.append(tag)
            at = min(behind, finishes)
        pieces.append(whole[at - begins :])
        text.text = "".join(pieces)
        text.set(_XML_SPACE, "preserve")


def _nesting(tags: list[Tag], problems: list[Problem]) -> None:
    """Note blocks that are not closed, are closed by another's end, or end in another paragraph, cell or table."""
    open_blocks: list[_Open] = []

    def wrong(tag: Tag, message: str, remedy: str) -> None:
        problems.append(Problem(Reason.UNBALANCED, message, remedy, tag.where))

    for tag in tags:
        if not tag.word:
            continue
        container = _container(tag)
        if tag.word in ("for", "if"):
            open_blocks.append(_Open(tag, container))
            continue
        opener = _CLOSES[tag.word]
        if not open_blocks or open_blocks[-1].tag.word != opener:
            wrong(tag, f"“{tag.word}” không có “{opener}” đứng trước.", f"Thêm thẻ {opener} hoặc xóa thẻ này.")
            return
        begun = open_blocks[-1]
        if begun.tag.level != tag.level or begun.container is not container:
            wrong(
                tag,
                f"“{opener}” và “{tag.word}” không cùng loại thẻ hoặc không cùng chỗ (đoạn, ô, bảng).",
                "Mở và đóng bằng cùng một loại thẻ: trong một đoạn {% %}, cùng ô hoặc thân văn bản {%p %}, "
                "cùng bảng {%tr %}.",
            )
            return
        if tag.word.startswith("end"):
            open_blocks.pop()
    for left in open_blocks:
        wrong(left.tag, f"“{left.tag.word}” chưa được đóng.", f"Thêm thẻ end{left.tag.word} ở cuối phần lặp.")


def _container(tag: Tag) -> Element:
    if tag.level == "tr":
        return next(tag.paragraph.iterancestors(f"{W}tbl"))
    return tag.paragraph.getparent() if tag.level == "p" else tag.paragraph


def has_tag_marks(text: str) -> bool:
    """Whether a text holds what Jinja would take for a tag."""
    return any(mark in text for mark in ("{{", "{%", "{#"))


def outside_text(root: Element, *, is_rendered: bool) -> str:
    """Return the first text or attribute that looks like a tag where none is filled, else ""."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            if has_tag_marks(element.text or ""):
                return shown(element.text or "")
            continue
        values = [*element.attrib.values(), element.tail or ""]
        if element.tag != f"{W}t" or not is_rendered:
            values.append(element.text or "")
        for value in values:
            if has_tag_marks(value):
                return shown(value)
    return ""


def serialized(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
