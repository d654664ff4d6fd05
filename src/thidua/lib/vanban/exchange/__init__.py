"""Document packages between bodies: edXML as QCVN 102:2016/BTTTT names it, with identifier codes of bodies.

`write_package` and `read_package` are each other's inverse. What the sources are not sure of is a choice of `Profile`
(docs/reference/edxml.md says what is sure). Packages that cannot be read raise `UnreadablePackage`.
"""

from thidua.lib.vanban.exchange.errors import UnreadablePackage
from thidua.lib.vanban.exchange.identifiers import (
    MAX_CODE,
    document_id,
    is_body_code,
    is_identifier,
)
from thidua.lib.vanban.exchange.package import (
    Attachment,
    Business,
    Organ,
    Package,
    Priority,
    Reference,
    Signer,
    Steering,
)
from thidua.lib.vanban.exchange.profile import DEFAULT_PROFILE, Profile
from thidua.lib.vanban.exchange.reading import read_package
from thidua.lib.vanban.exchange.writing import write_package

__all__ = [
    "DEFAULT_PROFILE",
    "MAX_CODE",
    "Attachment",
    "Business",
    "Organ",
    "Package",
    "Priority",
    "Profile",
    "Reference",
    "Signer",
    "Steering",
    "UnreadablePackage",
    "document_id",
    "is_body_code",
    "is_identifier",
    "read_package",
    "write_package",
]
