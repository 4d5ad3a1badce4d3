"""Fonts: the office's where the PC has it, PT Serif else."""

from pathlib import Path

import pytest

from rehab_app.papers.fonts import Family, faces, font_folders, letter_families, letter_family


def put_fonts(folder: Path, *names: str) -> Path:
    """Write empty files called ``names`` below ``folder``."""
    below = folder / "truetype"
    below.mkdir(parents=True)
    for name in names:
        (below / name).write_bytes(b"")
    return folder


def test_without_installed_fonts_letters_are_written_in_pt_serif(tmp_path: Path) -> None:
    assert letter_families([tmp_path]) == (Family.PT_SERIF,)
    assert letter_family("Times New Roman", [tmp_path]) is Family.PT_SERIF


@pytest.mark.parametrize(
    ("names", "family"),
    [
        (("times.ttf", "timesbd.ttf"), Family.TIMES),
        (("TIMES.TTF", "TIMESBD.TTF"), Family.TIMES),
        (("Times_New_Roman.ttf", "Times_New_Roman_Bold.ttf"), Family.TIMES),
        (("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"), Family.LIBERATION),
    ],
)
def test_installed_fonts_are_found_and_preferred(tmp_path: Path, names: tuple[str, str], family: Family) -> None:
    folder = put_fonts(tmp_path, *names)
    assert letter_families([folder]) == (family, Family.PT_SERIF)
    assert letter_family("", [folder]) is family
    assert letter_family(Family.PT_SERIF, [folder]) is Family.PT_SERIF
    assert faces(family, (folder,)).bold == folder / "truetype" / names[1]


def test_a_family_without_its_bold_face_is_not_offered(tmp_path: Path) -> None:
    assert letter_families([put_fonts(tmp_path, "times.ttf")]) == (Family.PT_SERIF,)


@pytest.mark.parametrize("name", ["Times New Roman", "Comic Sans", ""])
def test_an_absent_family_is_replaced_by_pt_serif(tmp_path: Path, name: str) -> None:
    assert faces(name, (tmp_path,)).family is Family.PT_SERIF


@pytest.mark.parametrize("family", [Family.PT_SERIF, Family.LATO])
def test_bundled_fonts_come_with_the_program(family: Family) -> None:
    found = faces(family)
    assert found.regular.is_file()
    assert found.bold.is_file()
    assert found.regular != found.bold


def test_folders_are_those_of_the_platform(tmp_path: Path) -> None:
    windows = font_folders({"WINDIR": "/w", "LOCALAPPDATA": "/l"}, tmp_path, "win32")
    assert windows == (Path("/l/Microsoft/Windows/Fonts"), Path("/w/Fonts"))
    assert Path("/Library/Fonts") in font_folders({}, tmp_path, "darwin")
    assert font_folders({}, tmp_path, "linux")[0] == tmp_path / ".local" / "share" / "fonts"
