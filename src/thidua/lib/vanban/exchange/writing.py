"""Write a package as edXML."""

from __future__ import annotations

import base64
import io
import unicodedata
import zipfile
from datetime import timedelta, timezone

from lxml import etree

from thidua.lib.vanban.exchange.package import Organ, Package
from thidua.lib.vanban.exchange.profile import DEFAULT_PROFILE, ZIPPED_ALREADY, Profile

VIETNAM = timezone(timedelta(hours=7))
_DAY, _MOMENT = "%Y/%m/%d", "%Y/%m/%d %H:%M:%S"


def write_package(package: Package, *, profile: Profile = DEFAULT_PROFILE) -> bytes:
    """Return the package as one XML document in UTF-8. The same package gives the same bytes."""
    root = etree.Element("edXML")
    space = f"{{{profile.namespace}}}"
    envelope = etree.SubElement(root, f"{space}edXMLEnvelope", nsmap={"edXML": profile.namespace})
    header = etree.SubElement(envelope, f"{space}edXMLHeader")
    _write_message(etree.SubElement(header, "MessageHeader"), package, profile)
    _write_trace(header, package)
    body = etree.SubElement(envelope, f"{space}edXMLBody")
    manifest = etree.SubElement(body, "edXMLManifest", version="1.0")
    encoded = etree.SubElement(root, "AttachmentEncoded")
    for count, attachment in enumerate(package.attachments, start=1):
        described = {
            "ContentId": f"cid:{count}",
            "ContentType": attachment.media_type,
            "Description": attachment.description,
            "AttachmentName": attachment.name,
        }
        reference = etree.SubElement(manifest, "Reference")
        for name, value in described.items():
            _add(reference, name, value)
        content = attachment.content
        if profile.compresses and not attachment.name.lower().endswith(ZIPPED_ALREADY):
            content = _zipped(attachment.name, content)
        file = etree.SubElement(encoded, "Attachment")
        _add(file, "ContentType", attachment.media_type)
        _add(file, "ContentId", f"cid:{count}")
        _add(file, "Description", attachment.description)
        _add(file, "ContentTransferEncoded", base64.b64encode(content).decode())
        _add(file, "AttachmentName", attachment.name)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _write_message(message: etree._Element, package: Package, profile: Profile) -> None:
    _write_organ(etree.SubElement(message, "From"), package.sender)
    for recipient in package.recipients:
        _write_organ(etree.SubElement(message, "To"), recipient)
    code = etree.SubElement(message, "Code")
    _add(code, "CodeNumber", package.number)
    _add(code, "CodeNotation", package.notation)
    issue = etree.SubElement(message, "PromulgationInfo")
    _add(issue, "Place", package.place)
    _add(issue, "PromulgationDate", package.issued_on.strftime(_DAY))
    kind = etree.SubElement(message, "DocumentType")
    _add(kind, "Type", profile.list_code if profile.type_is_list else package.type_code)
    _add(kind, "TypeDetail", package.type_code if profile.type_is_list else 0)
    _add(kind, "TypeName", package.type_name)
    _add(message, "Subject", package.subject)
    _add(message, "Content", package.summary)
    if package.signer is not None:
        signer = etree.SubElement(message, "SignerInfo")
        _add(signer, "Competence", package.signer.competence)
        _add(signer, "Position", package.signer.position)
        _add(signer, "FullName", package.signer.name)
    _add(message, "DueDate", package.due_on.strftime(_DAY) if package.due_on else "")
    places = etree.SubElement(message, "ToPlaces")
    for place in package.to_places:
        _add(places, "Place", place)
    other = etree.SubElement(message, "OtherInfo")
    _add(other, "Priority", int(package.priority))
    _add(other, "SphereOfPromulgation", package.sphere)
    _add(other, "TyperNotation", package.drafter)
    _add(other, "PromulgationAmount", package.copies)
    _add(other, "PageAmount", package.pages)
    annexes = etree.SubElement(other, "Appendixes")
    for annex in package.annexes:
        _add(annexes, "Appendix", annex)
    for answered in package.answers:
        answer = etree.SubElement(message, "ResponseFor")
        _add(answer, "OrganId", answered.organ)
        _add(answer, "Code", f"{answered.number}/{answered.notation}")
        _add(answer, "PromulgationDate", answered.issued_on.strftime(_DAY) if answered.issued_on else "")
        _add(answer, "DocumentId", answered.document_id)
    _add(message, "SteeringType", int(package.steering))
    _add(message, "DocumentId", package.document_id)


def _write_trace(header: etree._Element, package: Package) -> None:
    traces = etree.SubElement(header, "TraceHeaderList", version="1.0", mustUnderstand="1")
    trace = etree.SubElement(traces, "TraceHeader")
    _add(trace, "OrganId", package.sender.code)
    _add(trace, "Timestamp", package.sent_at.astimezone(VIETNAM).strftime(_MOMENT))
    business = etree.SubElement(traces, "Bussiness")  # so spelled by those who exchange
    _add(business, "BussinessDocType", int(package.business))
    _add(business, "BussinessDocReason", package.reason)
    _add(business, "DocumentId", package.document_id)
    _add(business, "Paper", 0)


def _write_organ(element: etree._Element, organ: Organ) -> None:
    for name, value in (
        ("OrganId", organ.code),
        ("OrganizationInCharge", organ.in_charge),
        ("OrganName", organ.name),
        ("OrganAdd", organ.address),
        ("Email", organ.email),
        ("Telephone", organ.telephone),
        ("Fax", organ.fax),
        ("Website", organ.website),
    ):
        _add(element, name, value)


def _add(parent: etree._Element, name: str, value: object) -> None:
    text = unicodedata.normalize("NFC", str(value))
    etree.SubElement(parent, name).text = "".join(char for char in text if _is_xml(char))


def _is_xml(char: str) -> bool:
    return char in "\t\n" or (char >= " " and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff")


def _zipped(name: str, content: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return output.getvalue()
