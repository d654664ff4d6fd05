"""The foot: who signs in whose place, who receives the document, who drafted it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from thidua.lib.vanban.official import Capacity, Signature
from thidua.lib.vanban.understanding.closing import DRAFTER, SEAL, Closing
from thidua.lib.vanban.understanding.names import POSITION, is_name
from thidua.lib.vanban.understanding.words import is_upper, lower

_CAPACITIES = {
    "tm": Capacity.COLLECTIVE,
    "thay mặt": Capacity.COLLECTIVE,
    "kt": Capacity.DEPUTY,
    "tl": Capacity.ORDER,
    "thừa lệnh": Capacity.ORDER,
    "tuq": Capacity.DELEGATED,
    "thừa ủy quyền": Capacity.DELEGATED,
    "q": Capacity.ACTING,
    "quyền": Capacity.ACTING,
}
_CAPACITY = re.compile(
    r"(?:(?P<mark>tm|kt|tl|tuq|q)\s*[./]|(?P<party>t/m|k/t|t/l|t\.m|k\.t|t\.l)\.?"
    r"|(?P<words>thay mặt|thừa lệnh|thừa ủy quyền|quyền))\s*(?=\S)"
)
_BULLET = re.compile(r"^[-–—•+*]+\s*")
_INLINE = re.compile(r"(?<=[;.])\s+(?=[-–+]\s*\w)")


@dataclass(slots=True)
class Foot:
    """What the foot says."""

    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    drafter: str = ""


def read_foot(closing: Closing, *, has_lines: bool) -> Foot:
    """Read recipients and signatures of a closing; `has_lines` tells that long lines may be broken in two."""
    foot = Foot()
    signatures: list[Signature] = []
    for lines in closing.right:
        signature = read_signature([line.text for line in lines], has_lines=has_lines)
        if signature is not None:
            signatures.append(signature)
    foot.signatures = tuple(signatures)
    listed = [line.text for line in closing.left]
    foot.drafter = next((text for text in reversed(listed) if DRAFTER.fullmatch(text)), "")
    if foot.drafter:
        listed.remove(foot.drafter)
    foot.recipients = tuple(read_recipients(listed))
    return foot


def read_recipients(lines: Sequence[str]) -> list[str]:
    """Return the entries of a list set with dashes, each without dash and closing mark."""
    groups: list[str] = []
    dashed = sum(1 for line in lines if _BULLET.match(line))
    for line in lines:
        goes_on = groups and not _BULLET.match(line) and (dashed >= 2 or line[:1].islower())
        if goes_on and not groups[-1].endswith((";", ".")):
            groups[-1] += f" {line}"
        else:
            groups.append(line)
    return [entry for group in groups for part in _INLINE.split(group) if (entry := listed_entry(part))]


def listed_entry(text: str) -> str:
    """Return an entry of a list without its dash and the one mark that closes it."""
    text = _BULLET.sub("", text.strip())
    return text[:-1].rstrip() if text.endswith((";", ".")) else text


def read_signature(lines: Sequence[str], *, has_lines: bool) -> Signature | None:
    """Return the signature that lines from the top down make, None where they make none."""
    texts = [text for line in lines if re.search(r"\w", text := line.strip(" *_"))]
    name = ""
    if len(texts) > 1 or (texts and is_name(texts[0]) >= 0.8):
        at = _name_place(texts)
        if at is not None:
            name = texts.pop(at)
    capital = [text for text in texts if _is_office(text)]
    if not capital and not name:
        return None
    capacity, authority, position = _office(capital, has_lines=has_lines)
    below = [text for text in texts if not _is_office(text) and not SEAL.match(text)]
    return Signature(position, name, capacity, authority, " ".join(below) if capital and name else "")


def _name_place(texts: Sequence[str]) -> int | None:
    sure = max(range(len(texts)), key=lambda at: (is_name(texts[at]), at))
    if is_name(texts[sure]) >= 0.6 and not POSITION.match(lower(texts[sure])):
        return sure
    return None if is_upper(texts[-1]) else len(texts) - 1


def _is_office(text: str) -> bool:
    return is_upper(text) or _CAPACITY.match(lower(text)) is not None


def _office(lines: Sequence[str], *, has_lines: bool) -> tuple[Capacity | None, str, str]:
    """Return capacity, authority and position of the lines in capitals over a signature."""
    if not lines:
        return None, "", ""
    first = _CAPACITY.match(lower(lines[0]))
    if first is None:
        return None, "", " ".join(lines)
    mark = first["mark"] or (first["party"] or "").replace("/", "").replace(".", "") or first["words"]
    capacity = _CAPACITIES[mark]
    behalf = [lines[0][first.end() :]]
    offices = list(lines[1:])
    while offices and _CAPACITY.match(lower(offices[0])):
        behalf.append(offices.pop(0))
    at = 0
    if has_lines and len(offices) > 1:
        # A long name of a body runs over the line: the position begins with a word for one.
        at = next((place for place, text in enumerate(offices) if POSITION.match(lower(text))), len(offices) - 1)
    behalf.extend(offices[:at])
    position = " ".join(offices[at:])
    if not position:
        return capacity, "", " ".join(behalf)
    return capacity, " ".join(behalf), position
