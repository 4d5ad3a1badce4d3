"""What tests read from a PDF: its pages' text, its properties and its fonts."""

from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import DictionaryObject


def reader(data: bytes) -> PdfReader:
    """Return a reader of ``data`` that complains of any fault in the file."""
    return PdfReader(BytesIO(data), strict=True)


def pages(data: bytes) -> list[str]:
    """Return the text of each page, runs of white space made one blank."""
    return [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in reader(data).pages]


def words(data: bytes) -> str:
    """Return the text of all pages."""
    return " ".join(pages(data))


def fonts(data: bytes) -> dict[str, bool]:
    """Return each font that any page may use, by its name, and whether its letters stand in the file."""
    found: dict[str, bool] = {}
    for page in reader(data).pages:
        resources = page["/Resources"]
        assert isinstance(resources, DictionaryObject)
        for reference in resources["/Font"].values():  # type: ignore[attr-defined] # pypdf types it as any object
            font = reference.get_object()
            descriptor = font.get("/FontDescriptor", DictionaryObject()).get_object()
            found[str(font["/BaseFont"])] = "/FontFile2" in descriptor
    return found
