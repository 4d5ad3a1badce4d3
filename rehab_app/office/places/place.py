"""One place: a kelurahan or desa, a kecamatan, a regency or a province, with the regions above it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A region by its Kemendagri ``code`` (``64.71.05.1002``); the parts below its level are empty."""

    code: str
    kelurahan: str
    kecamatan: str
    regency: str
    province: str
    postcode: str

    @property
    def name(self) -> str:
        """The name of the place itself, e.g. ``Sepinggan`` or ``Kota Samarinda``."""
        return self.kelurahan or self.kecamatan or self.regency or self.province

    @property
    def path(self) -> str:
        """The place with the regions above it, nearest first, as an address ends."""
        return ", ".join(part for part in (self.kelurahan, self.kecamatan, self.regency, self.province) if part)

    @property
    def level(self) -> int:
        """1 province, 2 regency or city, 3 kecamatan, 4 kelurahan or desa."""
        return self.code.count(".") + 1


def dotted(code: str) -> str:
    """Return ``64.71.05.1002`` for ``6471051002``; a code with points is returned as it is."""
    if "." in code:
        return code
    return ".".join(part for part in (code[:2], code[2:4], code[4:6], code[6:10]) if part)
