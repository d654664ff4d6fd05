"""Assignments in prose: what the sections on carrying the plan out charge whom with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from thidua.lib.vanban.plan import Found, ProseTask
from thidua.lib.vanban.understanding.outline import Node
from thidua.lib.vanban.understanding.passages import Passage, cap
from thidua.lib.vanban.understanding.pieces import Grid, Piece
from thidua.lib.vanban.understanding.records import read_records
from thidua.lib.vanban.understanding.subjects import charged, own_subject, says_act
from thidua.lib.vanban.understanding.units import begins_unit, looks_like_unit, split_units
from thidua.lib.vanban.understanding.words import ACT, is_upper, lower, plain

_SECTION = re.compile(
    r"to chuc thuc hien|phan cong|trach nhiem|to chuc trien khai|bien phap (?:to chuc|thuc hien)|giao nhiem vu"
    r"|^(?:to chuc )?(?:trien khai|thuc hien)$"
    r"|nhiem vu cua (?:cac|tung)|thuc hien ke hoach|trien khai thuc hien|dieu khoan thi hanh|nhiem vu cu the cua"
)
_NOT_ASSIGNING = re.compile(
    r"^(?:nguon )?(?:kinh phi|tien do|thoi gian|che do|ngan sach|du toan|dia diem|thanh phan|dieu kien|lo trinh"
    r"|noi dung|muc dich|yeu cau|tieu chuan|co cau|so luong|doi tuong|ho so|thu tuc|chi tieu)"
)
_THIS = r"(?:kế hoạch|chương trình|phương án|hướng dẫn|văn bản|quyết định|đề án|quy chế|phụ lục)"
_CLOSING = re.compile(
    rf"^(?:trên đây là|nhận được {_THIS}|(?:trong )?quá trình (?:tổ chức|triển khai|thực hiện)"
    rf"|trong quá trình|{_THIS} này|(?:căn cứ|trên cơ sở) {_THIS} này,? (?:yêu cầu|đề nghị)"
    r"|yêu cầu (?:các|thủ trưởng|toàn thể|lãnh đạo)|(?:đề nghị|mong) các .{0,160}"
    r"(?:nghiêm túc|căn cứ|triển khai|phối hợp)"
    r"|(?:nếu|trường hợp)(?: có)? (?:khó khăn|vướng mắc|phát sinh|thay đổi)|mọi (?:khó khăn|vướng mắc|thông tin)"
    r"|(?:các |những )?(?:nội dung|nhiệm vụ|phần việc|tiến độ|phân công|danh mục|biểu mẫu|mẫu|chi tiết|thời gian)"
    r"[^.;:]{0,90}(?:(?:tại|trong|theo|ở)(?: các)? (?:phụ lục|biểu|bảng|mẫu|danh mục)|kèm theo|đính kèm)"
    r"|(?:có |gửi )?(?:phụ lục|danh mục|biểu mẫu)[^.;:]{0,60}(?:kèm theo|đính kèm)|\(?kèm theo)"
)
_NOTE = re.compile(r"^(?:lưu ý|ghi chú|chú ý|\(?\*\)?\s*(?:lưu ý|ghi chú))")
_MONEY = re.compile(r"^(?:kinh phí|nguồn kinh phí|nguồn ngân sách|dự toán kinh phí)")
_STATEMENT = re.compile(
    r"^(?:tiến độ|thời gian|thời hạn|địa điểm|hồ sơ|việc|thành phần|số lượng|các hoạt động|các nội dung)(?!\w)"
)
_ONLY_LEAD = re.compile(r":\s*$")
# What a section of an aim, a measure or an honor says of people is no assignment to them.
_GOALS = re.compile(
    r"chi tieu|muc tieu|tieu chuan|tieu chi|doi tuong|hinh thuc|khen thuong|danh hieu|tinh hinh|ket qua|thuc trang"
    r"|muc dich|yeu cau|thuan loi|dang ky thi dua|thang diem|co cau|kinh phi|muc (?:chi|thuong)"
)
_PEOPLE = re.compile(
    r"^(?:cac |moi |tung )?(?:hoc sinh|sinh vien|giao vien|tap the|ca nhan|hoc vien|nguoi (?:lao dong|benh|dan)|can bo"
    r"|cong chuc|vien chuc|doan vien|hoi vien|dang vien|ho gia dinh|doanh nghiep|to chuc|nhan vien)(?!\w)"
)
_CHARGED = re.compile(
    r"[\s,;]*(?:(?:chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|thực hiện|triển khai|tổ chức thực hiện"
    r"|làm đầu mối|là đầu mối)(?:[\s,;]+(?:và\s+)?|$))+(?:các |những |một số )?(?:nhiệm vụ|nội dung|công việc|việc)?"
    r"(?: (?:sau|sau đây|như sau|cụ thể|chính))*\s*$"
)
_DUTY = re.compile(r"(?:trach nhiem|nhiem vu|phan cong|to chuc|noi dung|cong viec|giai phap|bien phap)[ ,]*")
_FIGURE = re.compile(r"\d\s?%|:\s*(?:từ |trên |dưới |không quá )?\d")
_TASKS = re.compile(r"nhiem vu|giai phap|don vi|phoi hop|to chuc")
_PASSES_ON = re.compile(r"(?:phân công|giao|cử|mời)(?!\w)")


@dataclass(slots=True)
class Assignment:
    """A prose task with the passage and node it came from, for deadlines found inside it."""

    task: ProseTask
    passage: Passage
    node: Node


def read_assignments(nodes: Sequence[Node]) -> list[Assignment]:
    """Return the assignments of all assigning sections, in order."""
    roots = _roots(nodes)
    found: list[Assignment] = []
    line: Node | None = None
    records = read_records(nodes)
    for index, node in enumerate(nodes):
        root = next((parent for parent in node.parents if id(parent) in roots), None)
        if root is not None and node.part == root.part and id(node) in records:
            if (record := records[id(node)]) is not None:
                content = record.content.found(record.content.text, confidence=0.85)
                found.append(Assignment(ProseTask(content=content, assignee=_units(record.lead)), record.content, node))
            continue
        if root is None or node.piece is None or node.is_heading or node.part != root.part:
            line = None
            continue
        if _is_unit_line(node, nodes, index):
            line = node
            continue
        if line is not None and not _stands_under(node, line):
            line = None
        assignment = _assignment(node, root, nodes, index, line)
        if assignment is not None:
            doubt = _doubt(assignment.passage.text, root)
            content = cap(assignment.task.content, 0.7, doubt) if doubt else assignment.task.content
            found.append(replace(assignment, task=replace(assignment.task, content=content)))
    return found


def _doubt(text: str, root: Node) -> str | None:
    """Return why a piece may be no assignment, or may be cut at the wrong place."""
    small = lower(text)
    if _FIGURE.search(small) and ACT.search(small) is None:
        return "Câu nêu con số, có thể là chỉ tiêu chứ không phải giao việc."
    colon = text.find(": ")
    if 0 < colon < 200 and begins_unit(text) and text[:1].isupper() and len(text[:colon].split()) <= 30:
        return "Đầu câu có thể còn tên đơn vị được giao."
    section = plain(root.title)
    if not _SECTION.search(section) and not _TASKS.search(section) and assignee_title(root) is None:
        return "Đề mục không nói rõ là tổ chức thực hiện hay phân công."
    return None


def _is_unit_line(node: Node, nodes: Sequence[Node], index: int) -> bool:
    """Tell whether a line of its own without a number names who is charged with what follows: "* Phòng Y tế:"."""
    piece = node.piece
    after = nodes[index + 1] if index + 1 < len(nodes) else None
    if piece is None or (piece.label is not None and not piece.label.is_bullet) or after is None or after.piece is None:
        return False
    text = piece.body.text.rstrip(" *")
    if after.is_heading or after.parents[: len(node.parents)] != node.parents or len(text.split()) > 40:
        return False
    if assignee_title(node) is None:
        return False
    own, below = piece.label, after.piece.label
    deeper = below is not None and (own is None or below.text[:1] != own.text[:1])
    return (text.endswith(":") or piece.is_bold or piece.heading_level is not None or deeper) and (
        deeper or own is None or text.endswith(":")
    )


def _stands_under(node: Node, line: Node) -> bool:
    """Tell whether a unit's line without a number still holds for a later piece."""
    if node.parents[: len(line.parents)] != line.parents:
        return False
    own = line.piece.label if line.piece else None
    label = node.piece.label if node.piece else None
    return own is None or label is None or label.text[:1] != own.text[:1]


def _roots(nodes: Sequence[Node]) -> set[int]:
    """Return the ids of the outermost assigning headings: by title, or because units stand as titles under them."""
    roots: set[int] = set()
    children: dict[int, list[Node]] = {}
    for node in nodes:
        if node.is_heading and node.parents:
            children.setdefault(id(node.parents[-1]), []).append(node)
    for node in nodes:
        if not node.is_heading or any(id(parent) in roots for parent in node.parents):
            continue
        title = plain(node.title)
        if _SECTION.search(title) and not _NOT_ASSIGNING.match(title):
            roots.add(id(node))
            continue
        if any(_GOALS.search(plain(above.title)) for above in (*node.parents, node)):
            continue
        under = children.get(id(node), [])
        named = [
            child
            for child in under
            if (name := assignee_title(child)) is not None and not _PEOPLE.match(plain(name.text))
        ]
        if len(named) >= 2 and len(named) * 2 > len(under):
            roots.add(id(node))
    # Units that stand as outermost headings are sections themselves.
    for node in nodes:
        if (
            node.is_heading
            and not node.parents
            and id(node) not in roots
            and (name := assignee_title(node)) is not None
            and not _PEOPLE.match(plain(name.text))
            and not is_upper(node.title)
        ):
            roots.add(id(node))
    return roots


def assignee_title(node: Node) -> Passage | None:
    """Return the names a heading charges, or None when it is no list of names."""
    piece = node.piece
    if piece is None:
        return None
    body = piece.body
    text = body.text.rstrip(" :.;*")
    bare = charged(body.cut(0, len(text)))
    if not bare.text or _NOT_ASSIGNING.match(plain(bare.text)):
        return None
    if idle := _CHARGED.search(lower(bare.text)):
        bare = bare.cut(0, idle.start())
    if _DUTY.fullmatch(plain(bare.text)):
        return None  # "TRÁCH NHIỆM THỰC HIỆN": a title that names nobody
    if looks_like_unit(bare.text) or (bare.text != text and begins_unit(bare.text)):
        return bare
    return None


def _units(passage: Passage, sure: float = 0.9, doubt: str | None = None) -> Found[tuple[str, ...]] | None:
    names = split_units([passage])
    if not names:
        return None
    spans = tuple(name.span() for name in names)
    worst = min((passage.found(0).confidence, sure))
    return Found(tuple(name.text for name in names), spans, worst, doubt)


def _assignment(node: Node, root: Node, nodes: Sequence[Node], index: int, line: Node | None) -> Assignment | None:
    piece = node.piece
    assert piece is not None
    body = piece.body
    text = body.text
    small = lower(text)
    if len(text) < 12 or not any(char.isalpha() for char in text) or piece.side is not None:
        return None
    if (
        (_CLOSING.match(small) and (piece.label is None or piece.label.is_bullet))
        or _NOTE.match(small)
        or text.startswith(("(", "*"))
        or (piece.label is None and _is_annex_line(piece))
    ):
        return None
    section = next((parent for parent in reversed(node.parents) if parent.is_heading), root)
    unit = assignee_title(line) if line is not None else None
    if unit is None:
        unit = next(
            (
                title
                for parent in reversed(node.parents)
                if (parent.is_heading or not parent.title.endswith("."))
                and (title := assignee_title(parent)) is not None
            ),
            None,
        )
    lead = _lead_in(node, nodes, index)
    run_in = _run_in(body)
    if run_in is not None:
        names, content = run_in
        if not content.text and not lead:
            return None
        if content.text and (not lead or len(content.text) > 40):
            if _ONLY_LEAD.search(content.text) and lead:
                return None
            task = ProseTask(content=content.found(content.text, confidence=0.9), assignee=_units(names))
            return Assignment(task, content, node)
    if (
        lead
        or _ONLY_LEAD.search(text)
        or (piece.label is not None and not piece.text.endswith(".") and looks_like_unit(text))
    ):
        return None
    subject = own_subject(body)
    named = _run_in_parent(node)
    if subject is not None and (unit or named) and subject[0].text[:1].islower() and _PASSES_ON.match(small):
        subject = None  # under a unit's heading, "Giao lãnh đạo phòng theo dõi …" is that unit's own business
    topic = plain(section.title) if section is not root else ""
    silent = (
        unit is None
        and named is None
        and (
            _NOT_ASSIGNING.match(topic) is not None
            or _MONEY.match(small) is not None
            or _STATEMENT.match(small) is not None
        )
    )
    if silent and (subject is None or _MONEY.match(small)):
        return None
    if _MONEY.match(small) and subject is None:
        return None
    content = body
    if subject is not None:
        assignee = _units(subject[0], 0.85)
    elif named is not None:
        assignee = _units(named)
    elif unit is not None:
        assignee = _units(unit)
    else:
        assignee = None
    result = content.found(
        content.text,
        confidence=0.9 if assignee else 0.7,
        doubt=None if assignee else "Không ghi rõ đơn vị nào thực hiện.",
    )
    if (
        unit is None
        and subject is None
        and not _orders(small)
        and section is root
        and piece.label is None
        and not _section_is_plain(root)
    ):
        result = cap(result, 0.6, "Chưa rõ đoạn này có giao việc hay không.")
    return Assignment(ProseTask(content=result, assignee=assignee), content, node)


def _orders(small: str) -> bool:
    return ACT.match(small) is not None


def _section_is_plain(root: Node) -> bool:
    return root.children == 0


def _is_annex_line(piece: Piece) -> bool:
    return is_upper(piece.text) and len(piece.text) < 200


def _lead_in(node: Node, nodes: Sequence[Node], index: int) -> bool:
    """Tell whether a piece only introduces the bullets or letters that follow it."""
    piece = node.piece
    assert piece is not None
    if index + 1 >= len(nodes):
        return False
    after = nodes[index + 1]
    if isinstance(after.item, Grid) or after.piece is None:
        return bool(_ONLY_LEAD.search(piece.text))
    label, own = after.piece.label, piece.label
    if node in after.parents:
        # A paragraph without a number behind a finished one is its next, not its content.
        return label is not None or not piece.text.rstrip(" */").endswith(".")
    if label is not None and label.is_bullet and (own is None or not own.is_bullet or own.text[:1] != label.text[:1]):
        return bool(_ONLY_LEAD.search(piece.text)) or (own is not None and not own.is_bullet)
    return bool(_ONLY_LEAD.search(piece.text)) and label is not None


def _run_in(body: Passage) -> tuple[Passage, Passage] | None:
    """Take apart "Sở Tài chính: Phối hợp …"; what stands before the colon must be names."""
    place = body.text.find(":")
    stop = body.text.find(". ")
    if 8 < stop < 120 and not 0 <= place < stop and looks_like_unit(body.text[:stop]) and body.text[stop + 2].isupper():
        return charged(body.cut(0, stop)), body.cut(stop + 1)  # "3. Văn phòng Sở. Bố trí kinh phí …"
    if not 2 < place < 320:
        return None
    names = charged(body.cut(0, place))
    if idle := _CHARGED.search(lower(names.text)):
        names = names.cut(0, idle.start())
    content = body.cut(place + 1)
    if looks_like_unit(names.text):
        return names, content
    # "Vụ Quản lý vận hành tưới tiêu: Xây dựng …": a name with a word of acting in it.
    named = begins_unit(names.text) and names.text[:1].isupper() and content.text[:1].isupper()
    return (names, content) if named and len(names.text.split()) <= 30 and not says_act(names.text) else None


def _run_in_parent(node: Node) -> Passage | None:
    """Return the names of a numbered line above that introduces these bullets: "2. Các phòng chuyên môn: - …"."""
    for parent in reversed(node.parents):
        if parent.is_heading or parent.piece is None:
            continue
        body = parent.piece.body
        if (run_in := _run_in(body)) is not None:
            return run_in[0]
        if subject := own_subject(body):
            return subject[0]
    return None
