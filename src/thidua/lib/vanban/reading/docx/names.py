"""XML names of WordprocessingML, ready to compare."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

Element = etree._Element

VAL = W + "val"
P, R, T, TBL, TR, TC = (W + name for name in ("p", "r", "t", "tbl", "tr", "tc"))
PPR, RPR, TBLPR, TRPR, TCPR = (W + name for name in ("pPr", "rPr", "tblPr", "trPr", "tcPr"))
SDT, SDT_CONTENT = W + "sdt", W + "sdtContent"
ALTERNATE, CHOICE, FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"
TEXT_BOX = W + "txbxContent"
SECTION = W + "sectPr"
INLINE_HOLDERS = frozenset(
    W + name
    for name in ("hyperlink", "ins", "moveTo", "smartTag", "fldSimple", "customXml", "sdtContent", "dir", "bdo")
)
BLOCK_HOLDERS = frozenset(W + name for name in ("ins", "moveTo", "customXml", "sdtContent", "smartTag"))
DROPPED = frozenset(W + name for name in ("del", "moveFrom"))
_OFF = frozenset(("0", "false", "off", "none"))


def is_on(element: Element | None) -> bool | None:
    """Read an on/off property: None when absent."""
    if element is None:
        return None
    return (element.get(VAL) or "1").lower() not in _OFF


def value(parent: Element | None, name: str) -> str | None:
    """Return the `w:val` of a child of `parent`."""
    if parent is None:
        return None
    child = parent.find(W + name)
    return None if child is None else child.get(VAL)


def number(text: str | None, default: int = 0) -> int:
    """Read an integer attribute, clipped to what any document needs."""
    try:
        return max(-1_000_000, min(1_000_000, int(float(text or ""))))
    except (ValueError, OverflowError):
        return default
