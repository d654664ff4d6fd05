"""Records of labelled lines outside tables: "Nội dung: …", "Thời gian: …", "Đơn vị thực hiện: …"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thidua.lib.vanban.understanding.outline import Node
from thidua.lib.vanban.understanding.passages import Passage
from thidua.lib.vanban.understanding.tables.titles import Role, title_role
from thidua.lib.vanban.understanding.units import looks_like_unit

_SURE = 6
"""How strongly a label must speak for what its line holds."""
_MOST_WORDS = 5
_DETAILS = frozenset({Role.LEAD, Role.COORDINATING, Role.TIME, Role.PRODUCT, Role.BUDGET, Role.NOTE})


def labelled(node: Node) -> tuple[Role, Passage] | None:
    """Return what the line of a record holds and the words behind its label, None where it has none."""
    if node.piece is None or node.is_heading:
        return None
    body = node.piece.body
    colon = body.text.find(":")
    if not 0 < colon <= 60 or len(body.text[:colon].split()) > _MOST_WORDS:
        return None
    role, strength = title_role(body.text[:colon])
    value = body.cut(colon + 1)
    if strength < _SURE or not value.text or (role is not Role.CONTENT and role not in _DETAILS):
        return None
    return role, value


@dataclass(frozen=True, slots=True)
class Record:
    """A piece of work and what labelled lines under it say; `lead` are the words that name who is in charge."""

    content: Passage
    lead: Passage


def read_records(nodes: Sequence[Node]) -> dict[int, Record | None]:
    """Return the records by id of the node that opens them; the nodes of their further lines have None.

    A record is opened by its content, labelled or numbered, and at least two lines of different kinds follow, one of
    them naming who is in charge: a lone "Kinh phí: …" or "Thời gian: …" is a paragraph.
    """
    found: dict[int, Record | None] = {}
    at = 1
    while at < len(nodes):
        details: dict[Role, Passage] = {}
        end = at
        while end < len(nodes) and (line := labelled(nodes[end])) is not None and line[0] in _DETAILS:
            details.setdefault(*line)
            end += 1
        content = _content(nodes[at - 1]) if details else None
        if content is not None and Role.LEAD in details and len(details) >= 2:
            found[id(nodes[at - 1])] = Record(content, details[Role.LEAD])
            found.update((id(node), None) for node in nodes[at:end])
        at = max(end, at) + 1
    return found


def _content(node: Node) -> Passage | None:
    """Return the words of the line that may open a record, None where it is a title of another kind."""
    if node.piece is None or not node.piece.body.text:
        return None
    if (line := labelled(node)) is not None:
        return line[1] if line[0] is Role.CONTENT else None
    if node.piece.label is None or looks_like_unit(node.title):
        return None
    return node.piece.body
