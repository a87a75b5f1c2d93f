"""A .docx file of which some parts are put in place anew; every other part keeps its bytes."""

from __future__ import annotations

import io
import posixpath
import zipfile

from lxml import etree

from wenlint.reading.archive import Archive
from wenlint.reading.docx.names import STRICT_TO_TRANSITIONAL
from wenlint.reading.docx.package import Package

_TYPES = "[Content_Types].xml"
_TYPES_NS = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS_NS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STRICT = b"purl.oclc.org/ooxml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships/"


class Container:
    """The file's parts by name.

    Raises:
        ReadingError: when it cannot be read, or asks for too much.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data)
        self._package = Package(data)
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._changed: dict[str, bytes] = {}
        self.main = self._package.main
        self._is_strict = _STRICT in self._archive.read(self.main)

    def part(self, kind: str) -> str:
        """The part that the main part leads to by a relationship of this kind; "" when there is none."""
        found = (one.target for one in self._package.related(self.main).values() if one.kind == kind)
        return next((target for target in found if target in self._archive), "")

    def parse(self, part: str) -> etree._Element:
        """The root element of a part, in transitional names."""
        return self._package.parse(part)

    def put(self, part: str, root: etree._Element) -> None:
        """Puts an element in the place of a part."""
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        if self._is_strict:
            for strict, transitional in STRICT_TO_TRANSITIONAL:
                data = data.replace(b'"' + transitional + b'"', b'"' + strict + b'"')
        self._changed[_key(part)] = data

    def add(self, name: str, kind: str, content_type: str) -> str:
        """Makes room for a part beside the main one and leads from there to it; returns its name.

        What the file tells of such a part without having it goes: Word takes no part that is told twice.
        """
        part = self._free_name(name)
        types = self._outside(_TYPES)
        for stale in types.findall(_TYPES_NS + "Override"):
            if _key(stale.get("PartName", "")) == _key(part):
                types.remove(stale)
        etree.SubElement(types, _TYPES_NS + "Override", PartName=f"/{part}", ContentType=content_type)
        self._put_outside(_TYPES, types)
        self._relate(part, kind)
        return part

    def content_type(self) -> str:
        """What the main part says it is; "" when it says nothing."""
        overrides = self._outside(_TYPES).iterchildren(_TYPES_NS + "Override")
        mine = (one for one in overrides if _key(one.get("PartName", "")) == _key(self.main))
        return next((one.get("ContentType", "") for one in mine), "")

    def bytes(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            members = {_key(info.filename): info for info in self._zip.infolist()}
            for key, info in members.items():
                data = self._changed.get(key)
                target.writestr(_same(info), self._archive.read(info.filename) if data is None else data)
            for key in [key for key in self._changed if key not in members]:
                target.writestr(_new(key), self._changed[key])
        return out.getvalue()

    def _free_name(self, name: str) -> str:
        """A name beside the main part that no part of the file bears."""
        stem, suffix = posixpath.splitext(posixpath.join(posixpath.dirname(self.main), name))
        names = (f"{stem}{number or ''}{suffix}" for number in range(len(self._zip.namelist()) + 1))
        return next(one for one in names if one not in self._archive)

    def _relate(self, part: str, kind: str) -> None:
        folder, name = posixpath.split(self.main)
        listing = posixpath.join(folder, "_rels", name + ".rels")
        has_one = listing in self._archive
        relations = self._outside(listing) if has_one else _empty("Relationships", _RELATIONS_NS)
        for stale in relations.findall(_RELATIONS_NS + "Relationship"):
            if stale.get("Type", "").rpartition("/")[2] == kind:
                relations.remove(stale)
        taken = {one.get("Id") for one in relations}
        free = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        office = _STRICT_OFFICE if self._is_strict else _OFFICE
        etree.SubElement(
            relations, _RELATIONS_NS + "Relationship", Id=free, Type=office + kind, Target=posixpath.basename(part)
        )
        self._put_outside(listing, relations)

    def _outside(self, name: str) -> etree._Element:
        if _key(name) in self._changed:
            return etree.fromstring(self._changed[_key(name)])
        return self._package.parse(name) if name in self._archive else _empty("Types", _TYPES_NS)

    def _put_outside(self, name: str, root: etree._Element) -> None:
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        if self._is_strict:  # it was read in transitional names
            data = data.replace(_OFFICE.encode(), _STRICT_OFFICE.encode())
        self._changed[_key(name)] = data


def _empty(tag: str, namespace: str) -> etree._Element:
    return etree.fromstring(f'<{tag} xmlns="{namespace[1:-1]}"/>')


def _same(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    copy = zipfile.ZipInfo(info.filename, info.date_time)
    copy.compress_type = info.compress_type if info.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    copy.external_attr, copy.create_system, copy.comment = info.external_attr, info.create_system, info.comment
    return copy


def _new(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
