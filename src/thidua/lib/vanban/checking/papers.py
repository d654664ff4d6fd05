"""The papers of a file: the document, its annexes, documents issued with it, the block of a copy."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from thidua.lib.vanban.checking.lines import Line
from thidua.lib.vanban.checking.roles import Role
from thidua.lib.vanban.form import DocumentType


class Kind(StrEnum):
    """What a paper of the file is."""

    DOCUMENT = "document"
    ANNEX = "annex"
    COPY = "copy"


@dataclass(slots=True)
class Paper:
    """One paper of the file: the document, an annex, a document issued with it, the block of a copy."""

    kind: Kind
    lines: list[Line] = field(default_factory=list)
    type: DocumentType | None = None
    """Told by the name printed; a paper without one that has "V/v" or "Kính gửi" is a công văn."""

    def of(self, *roles: Role) -> list[Line]:
        """Return its lines that play one of these roles and say something."""
        return [line for line in self.lines if line.role in roles and line.text]

    def first(self, role: Role) -> Line | None:
        return next(iter(self.of(role)), None)
