"""The points on which the sources of QCVN 102 do not agree, each a choice (docs/reference/edxml.md)."""

from __future__ import annotations

from dataclasses import dataclass

ZIPPED_ALREADY = (".zip", ".docx", ".xlsx", ".pptx", ".odt")
"""Files that are sent as they are: a zip within a zip could not be told from what a sender zipped."""
NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"


@dataclass(frozen=True, slots=True)
class Profile:
    """How packages are written where the sources leave it open; reading takes every variant.

    `type_is_list`: DocumentType.Type names the list (2: administrative documents) and TypeDetail the type; otherwise
    Type is the type's code of list B and TypeDetail 0. `compresses`: files are zipped before they are encoded.
    """

    namespace: str = NAMESPACE
    type_is_list: bool = False
    list_code: int = 2
    compresses: bool = False


DEFAULT_PROFILE = Profile()
