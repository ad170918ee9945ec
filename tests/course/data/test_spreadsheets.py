"""One mistake, one message: tables as spreadsheets and hands leave them."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess

import pytest

from russia_nato.data import load_table
from russia_nato.errors import DataError
from russia_nato.validate import validate

SOFFICE = shutil.which("soffice")
# Bytes as Excel writes them: separator, character set, mark at the start.
EXCEL = {
    "CSV UTF-8": (",", "utf-8", b"\xef\xbb\xbf"),
    "CSV UTF-8, list separator ;": (";", "utf-8", b"\xef\xbb\xbf"),
    "CSV": (",", "cp1252", b""),
    "CSV, list separator ;": (";", "cp1252", b""),
    "CSV on a Russian system": (";", "cp1251", b""),
    "Unicode text": ("\t", "utf-16-le", b"\xff\xfe"),
}
# What LibreOffice is told: field separator and character set (76 is UTF-8, 1 is Windows-1252).
CALC = {"semicolons": "59,34,76", "Windows-1252": "44,34,1", "UTF-8": "44,34,76"}


@pytest.fixture(scope="module")
def copied(tmp_path_factory, root):
    """A copy of the data package, made once."""
    return shutil.copytree(root / "data", tmp_path_factory.mktemp("copy") / "data")


@pytest.fixture
def spoiled(copied, root):
    """The copy, to be spoiled; it is put right afterwards, so that the bibliography need not be parsed for each test."""
    yield copied
    for path in (root / "data").iterdir():
        if path.is_file() and (
            not (copied / path.name).exists() or (copied / path.name).read_bytes() != path.read_bytes()
        ):
            shutil.copy2(path, copied / path.name)


def libreoffice(test):
    """Mark a test that calls LibreOffice: skipped where there is none, and slow."""
    return pytest.mark.slow(pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")(test))


def excel(path, kind):
    """Write a table anew as Excel does: lines end with CR LF, and letters that the character set lacks become ?."""
    separator, charset, mark = EXCEL[kind]
    out = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(path.read_text("utf-8"), newline=""))
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    path.write_bytes(mark + out.getvalue().encode(charset, "replace"))


def messages(folder):
    return [str(p) for p in validate(folder)]


@pytest.mark.parametrize("table", ["events", "issues", "people", "series", "cameo_codes"])
def test_what_excel_saves_as_utf_8_is_read(spoiled, table):
    """A byte order mark and line ends of Windows change nothing: the table is valid and loads the same."""
    before = load_table(table, spoiled)
    excel(spoiled / f"{table}.csv", "CSV UTF-8")
    assert (spoiled / f"{table}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert messages(spoiled) == []
    assert load_table(table, spoiled).equals(before)


@pytest.mark.parametrize("table", ["events", "positions", "people", "actors", "cameo_codes", "glossary"])
@pytest.mark.parametrize("kind", [k for k in EXCEL if k != "CSV UTF-8"])
def test_what_excel_saves_otherwise_is_one_mistake(spoiled, table, kind):
    """Another separator or character set is one message, which names the file, what was done and how to save it again."""
    if EXCEL[kind][0] == "," and (spoiled / f"{table}.csv").read_bytes().isascii():
        pytest.skip("plain letters are the same in each character set")
    excel(spoiled / f"{table}.csv", kind)
    found = messages(spoiled)
    assert len(found) == 1, found[:5]
    assert found[0].startswith(f"{table}.csv: ") and "a spreadsheet saved it" in found[0]
    assert "LibreOffice" in found[0] and "CSV UTF-8 (comma delimited)" in found[0]
    with pytest.raises(DataError, match="a spreadsheet saved it"):
        load_table(table, spoiled)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("CSV UTF-8, list separator ;", "with semicolons between the cells"),
        ("CSV", "in the character set of its system"),
        ("Unicode text", "as Unicode text (UTF-16)"),
    ],
)
def test_the_message_says_what_the_spreadsheet_did(spoiled, kind, words):
    """Semicolons, the system's character set and UTF-16 are told apart."""
    excel(spoiled / "people.csv", kind)
    assert words in messages(spoiled)[0]


def test_letters_that_became_question_marks_are_found(spoiled):
    """Cyrillic that Windows-1252 turned into question marks is one message, though the file is plain UTF-8 now."""
    path = spoiled / "glossary.csv"
    path.write_bytes(path.read_text("utf-8").encode("ascii", "replace"))
    (found,) = messages(spoiled)
    assert found.startswith("glossary.csv: question marks stand in the place of letters, first in line ")


def test_question_marks_of_addresses_are_no_lost_letters(spoiled):
    """An address with a query is read as it stands."""
    path = spoiled / "error_sample.csv"
    path.write_text(
        path.read_text("utf-8") + "999,events,x,title,v,right,,https://a.org/p?id=1; https://b.org/q?x; c.org?y,\n",
        "utf-8",
    )
    assert not any("question marks" in m for m in messages(spoiled))


@pytest.mark.parametrize(
    ("table", "columns", "rewrite", "told"),
    [
        ("events", ["start_date", "end_date"], lambda v: "/".join(reversed(v.split("-"))), 2),
        ("positions", ["date"], lambda v: "/".join(reversed(v.split("-"))), 1),
        ("members", ["acceded"], lambda v: "/".join(reversed(v.split("-"))), 1),
        ("series", ["date"], lambda v: "/".join(reversed(v.split("-"))), 1),
        ("events", ["cameo_code"], lambda v: v.lstrip("0"), 1),
        ("cameo_codes", ["cameo_code"], lambda v: v.lstrip("0"), 1),
        ("series", ["value"], lambda v: v.replace(".", ",") if "." in v else v + ",0", 1),
    ],
)
def test_a_column_that_a_spreadsheet_rewrote_is_one_message(spoiled, table, columns, rewrite, told):
    """Dates by local custom, codes without their zeros and decimal commas are said once a column, with the count."""
    path = spoiled / f"{table}.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    for row in rows:
        row.update({c: rewrite(row[c]) for c in columns if row[c]})
    with open(path, "w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    found = messages(spoiled)
    assert len(found) == told, found[:5]
    for column, message in zip(columns, found, strict=True):
        assert f"{table}.csv:" in message and repr(column) in message and "import this column as text" in message


def short_row(path):
    """Take a comma from the first plain row after the fourth, and return its line."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if n >= 4 and '"' not in line)
    lines[at] = lines[at].replace(",", " ", 1)
    path.write_text("".join(lines), "utf-8")
    return at + 1


@pytest.mark.parametrize(
    "table", ["events", "positions", "documents", "people", "actors", "members", "series", "issues", "phases"]
)
def test_a_row_with_a_comma_too_few_is_one_message(spoiled, table):
    """The row is named, the other rows are kept, and what refers to the row is not reported."""
    line = short_row(spoiled / f"{table}.csv")
    (found,) = messages(spoiled)
    assert found.startswith(f"{table}.csv:{line}: ") and "a comma is missing" in found


def test_the_other_rows_of_a_table_with_a_short_row_are_checked(spoiled):
    """A second mistake in the same table is reported beside the first, with its own line."""
    path = spoiled / "events.csv"
    line = short_row(path)
    text = path.read_text("utf-8")
    second = text[: text.index(",ending-the-cold-war,summit,")].count("\n") + 1
    path.write_text(text.replace(",ending-the-cold-war,summit,", ",ending-the-cold-war,party,", 1), "utf-8")
    found = messages(spoiled)
    assert {m.split(":")[1].split(",")[0] for m in found} == {str(line), str(second)} and "'party'" in found[1]


def test_a_real_gap_is_reported_beside_a_short_row(spoiled):
    """An id that stands nowhere, not even in the row that could not be read, is still reported."""
    events, positions = spoiled / "events.csv", spoiled / "positions.csv"
    short_row(events)
    positions.write_text(
        positions.read_text("utf-8").replace(",london-declaration,", ",lisbon-declaration,", 1), "utf-8"
    )
    found = messages(spoiled)
    assert len(found) == 2 and any("'lisbon-declaration'" in m for m in found)


@pytest.mark.parametrize(
    ("rows", "message"),
    [("\n", "an empty row; delete it"), (",,,,,,\n", "an empty row; delete it"), ('a,b,"c\n', "quote every cell")],
)
def test_an_empty_or_broken_row_is_one_message(spoiled, rows, message):
    """Rows that a spreadsheet left empty and a quotation mark that is never closed are said once."""
    with open(spoiled / "phases.csv", "a", encoding="utf-8") as f:
        f.write(rows)
    (found,) = messages(spoiled)
    assert found.startswith("phases.csv") and message in found


def test_a_bad_id_is_one_message(spoiled):
    """An id with a capital is reported where it stands, and not wherever the right one is named."""
    path = spoiled / "events.csv"
    path.write_text(path.read_text("utf-8").replace("\ncfe-talks-open,", "\nCFE talks open,", 1), "utf-8")
    (found,) = messages(spoiled)
    assert "'CFE talks open'" in found


def test_a_workbook_under_the_name_of_a_table_is_one_message(spoiled):
    """A file in a spreadsheet's own format is told from a table, and no row elsewhere is blamed."""
    (spoiled / "events.csv").write_bytes(b"PK\x03\x04" + bytes(200))
    (found,) = messages(spoiled)
    assert found.startswith("events.csv: a spreadsheet saved it as a workbook")


@pytest.mark.parametrize(
    "spoil",
    [lambda b: b.replace(b"}", b"", 1), lambda b: b.replace("é".encode(), b"\xe9", 1), lambda b: b""],
    ids=["a brace too few", "not UTF-8", "empty"],
)
def test_a_broken_bibliography_is_one_message(spoiled, spoil):
    """A brace too few, a byte that is not UTF-8 and an empty file are said once, and no row is blamed for its sources."""
    path = spoiled / "references.bib"
    path.write_bytes(spoil(path.read_bytes()))
    (found,) = messages(spoiled)
    assert found.startswith("references.bib:")


def calc(path, out, kind, columns=""):
    """Let LibreOffice open a table and save it; ``columns`` says how it takes each, such as ``1/2`` (the first as text)."""
    command = [
        SOFFICE, f"-env:UserInstallation={(out / 'profile').as_uri()}", "--headless", f"--infilter=CSV:44,34,76,1,{columns},1033,false,true",
        "--convert-to", f"csv:Text - txt - csv (StarCalc):{CALC[kind]},1,,1033,false,true,false", "--outdir", str(out), str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.copy(out / path.name, path)


def test_a_page_in_another_character_set_is_one_message(spoiled):
    """A chapter that is not UTF-8 is named with its line; no source is called uncited because the page could not be read."""
    page = spoiled.parent / "chapters" / "phase-1.md"
    page.parent.mkdir()
    page.write_bytes("# Phase\n\nNach Tutzing, Herr W\u00f6rner.\n".encode("cp1252"))
    found = messages(spoiled)
    shutil.rmtree(page.parent)
    assert found == ["chapters/phase-1.md:3: not UTF-8; save the file as UTF-8"]


@libreoffice
@pytest.mark.parametrize("table", ["issues", "people", "events"])
def test_what_libreoffice_saves_is_read_or_said_in_one_message(spoiled, tmp_path, table):
    """LibreOffice itself opens each table and saves it three ways: each is read back, or is one message with the cure."""
    path = spoiled / f"{table}.csv"
    plain = path.read_bytes()
    for kind in CALC:
        path.write_bytes(plain)
        calc(path, tmp_path, kind)
        found = messages(spoiled)
        if path.read_bytes() == plain or (kind == "UTF-8" and table != "events"):
            assert found == []
        elif kind == "UTF-8":  # it takes the zeros from codes, unless the column is imported as text
            assert len(found) == 1 and "'cameo_code'" in found[0] and "import this column as text" in found[0]
        else:
            words = "semicolons" if kind == "semicolons" else "not UTF-8"
            assert len(found) == 1 and words in found[0], found[:3]


@libreoffice
def test_the_cure_cures(spoiled, tmp_path):
    """Opened with every column as text and saved as UTF-8 with commas, the events come back as they were."""
    path = spoiled / "events.csv"
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
    calc(path, tmp_path, "UTF-8", "/".join(f"{n}/2" for n in range(1, len(rows[0]) + 1)))
    assert messages(spoiled) == []
    assert list(csv.reader(io.StringIO(path.read_text("utf-8"), newline=""))) == rows
