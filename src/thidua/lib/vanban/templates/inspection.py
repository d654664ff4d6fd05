"""Look at a template and fill it, in this process. Strangers' files come here only in the child of `isolated`."""

from __future__ import annotations

import io
from dataclasses import dataclass

from docxtpl.template import DocxTemplate
from jinja2 import TemplateError

from thidua.lib.vanban.reading.limits import MEGABYTE
from thidua.lib.vanban.templates.expressions import Refused, TemplateEnvironment, fields_used
from thidua.lib.vanban.templates.kinds import Kind
from thidua.lib.vanban.templates.package import RENDERED, Package, unpack
from thidua.lib.vanban.templates.report import Problem, Reason, TemplateReport
from thidua.lib.vanban.templates.tags import Tag, gather_tags, outside_text, shown
from thidua.lib.vanban.templates.values import PlainValue, plain_values

MOST_BYTES = 20 * MEGABYTE
"""Of a paper drawn up."""
_MOST_PROBLEMS = 60


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the check found, and the template as it is rendered: cleaned, its tags whole; None when it is refused."""

    report: TemplateReport
    template: bytes | None
    sample: bytes | None = None


def inspect(content: bytes, *, kind: Kind) -> Inspected:
    """Check a template whole: parts, fields, form of tags, and that it can be filled with the sample values."""
    problems: list[Problem] = []
    package = unpack(content, problems)
    used: set[str] = set()
    if package is not None:
        _look_at_texts(package, kind, used, problems)
    if package is None or problems:
        return Inspected(_report(kind, problems, used), None)
    template = package.packed()
    try:
        sample = fill_template(template, kind=kind, values=plain_values(kind, kind.sample_values))
    except Refused as error:
        problems.append(Problem(error.reason, error.text, error.remedy))
    except (TemplateError, ValueError, KeyError, SyntaxError) as error:
        problems.append(
            Problem(
                Reason.NOT_RENDERED,
                f"Điền thử mẫu không thành: {shown(str(error))}",
                "Kiểm tra các thẻ for, if nằm trong bảng và đoạn; gõ lại thẻ thành chữ thường.",
            )
        )
    if problems:
        return Inspected(_report(kind, problems, used), None)
    return Inspected(_report(kind, problems, used), template, sample)


def fill_template(template: bytes, *, kind: Kind, values: dict[str, PlainValue]) -> bytes:
    """Fill a template that `inspect` has let pass; its syntax trees are looked at once more on the way."""
    document = DocxTemplate(io.BytesIO(template))
    document.render(values, jinja_env=TemplateEnvironment(kind), autoescape=True)
    content = io.BytesIO()
    document.save(content)
    filled = content.getvalue()
    if len(filled) > MOST_BYTES:
        raise ValueError("văn bản điền xong quá lớn")
    return filled


def _look_at_texts(package: Package, kind: Kind, used: set[str], problems: list[Problem]) -> None:
    for name, tree in package.trees.items():
        is_rendered = RENDERED.fullmatch(name) is not None
        tags = gather_tags(tree, problems) if is_rendered else []
        if stray := outside_text(tree, is_rendered=is_rendered):
            problems.append(
                Problem(
                    Reason.TAG_OUTSIDE_TEXT,
                    "Thẻ nằm ngoài phần chữ của văn bản (thuộc tính, chú thích cuối, nhận xét, siêu liên kết…).",
                    "Chỉ đặt thẻ trong chữ của thân văn bản, đầu trang, chân trang và chú thích cuối trang.",
                    stray,
                )
            )
        _look_at_tags(tags, kind, used, problems)
    if not problems:
        problems += [
            Problem(
                Reason.MISSING_FIELD,
                f"Mẫu thiếu trường bắt buộc “{field.name}” ({field.label}).",
                f"Thêm vào mẫu: {' '.join(field.marks)}",
            )
            for field in kind.fields
            if field.is_required and field.name not in used
        ]


def _look_at_tags(tags: list[Tag], kind: Kind, used: set[str], problems: list[Problem]) -> None:
    """Read every tag by itself, within the loops that are open around it, so that a problem has its place."""
    loops: list[str | None] = []
    for tag in tags:
        if tag.word == "endfor":
            loops = loops[:-1]
            continue
        if tag.word in ("endif", "else") or None in loops:
            if tag.word == "for":
                loops.append(None)
            continue
        around = [loop for loop in loops if loop is not None]
        if tag.word == "for":
            own = f"{{% for {tag.expression} %}}{{% endfor %}}"
        else:
            own = tag.written if not tag.word else f"{{% if {tag.expression} %}}{{% endif %}}"
        source = "".join(f"{{% for {loop} %}}" for loop in around) + own + "{% endfor %}" * len(around)
        is_read = False
        try:
            used.update(fields_used(kind, source))
            is_read = True
        except Refused as error:
            problems.append(Problem(error.reason, error.text, error.remedy, tag.where))
        except (TemplateError, SyntaxError, RecursionError, ValueError, OverflowError) as error:
            problems.append(
                Problem(
                    Reason.WRONG_TAG,
                    f"Không hiểu thẻ “{shown(tag.written)}” ({shown(str(error))}).",
                    "Viết lại thẻ theo cột “Cách viết” của danh sách trường.",
                    tag.where,
                )
            )
        if tag.word == "for":
            loops.append(tag.expression if is_read else None)


def _report(kind: Kind, problems: list[Problem], used: set[str]) -> TemplateReport:
    order = [field.name for field in kind.fields if field.name in used]
    return TemplateReport(kind.key, tuple(dict.fromkeys(problems))[:_MOST_PROBLEMS], tuple(order))
