"""The commands: what they print, and the exit code that a script can rely on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from types import SimpleNamespace

import pytest

from russia_nato import cli
from russia_nato.cli import PIPE_CLOSED
from russia_nato.errors import CourseError
from russia_nato.report import card, not_read_twice, summary


@pytest.fixture
def called(capsys):
    """Call the command line and return exit code, output and errors."""

    def call(*words):
        code = cli.main(list(words))
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


def test_validate_prints_what_the_data_hold(called, root, monkeypatch):
    """Valid data give 0, the counts on the output and nothing among the errors; --card prints what the data card has of them."""
    monkeypatch.chdir(root / "chapters")
    assert called("validate") == (0, summary() + "\n", "")
    assert called("validate", "--card") == (0, f"{card()}\n\n{not_read_twice()}\n", "")


@pytest.mark.parametrize("spoil", [False, True])
def test_a_reader_who_stops_reading_is_no_error(spoiled, spoil):
    """Where the output, counts or problems, is closed before its end, as `| head` does, no traceback is printed."""
    if spoil:
        (spoiled / "phases.csv").write_text("x\n", "utf-8")
    code = f"import sys; from russia_nato.cli import main; sys.exit(main(['validate', {str(spoiled)!r}]))"
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([sys.executable, "-c", code], stdout=write, stderr=write if spoil else subprocess.PIPE)
    os.close(write)
    assert done.returncode == PIPE_CLOSED and not done.stderr


def test_validate_names_what_is_wrong_and_counts_it(called, spoiled):
    """Data that are not valid give 1, each problem in a line among the errors, and no counts."""
    path = spoiled / "phases.csv"
    path.write_text(path.read_text("utf-8").replace("1989-01-01", "1 January 1989", 1), "utf-8")
    code, out, err = called("validate", str(spoiled))
    assert (code, out) == (1, "")
    first, last = err.splitlines()
    assert first == "phases.csv:2, column 'start_date': '1 January 1989': a date as YYYY-MM-DD is allowed"
    assert last == f"russia-nato: 1 problem in {spoiled}"


def test_a_folder_without_data_is_refused_in_a_line(called, tmp_path):
    """A folder that holds no data package gives 1 and one line that names it."""
    assert called("validate", str(tmp_path)) == (1, "", f"russia-nato: datapackage.json: missing in {tmp_path}\n")


@pytest.mark.parametrize(
    "command", ["notebook", "hand-in", "release", "collect", "grade", "excuse", "return", "quizzes", "roster", "forget"]
)
def test_the_help_of_a_command_shows_a_call(command, capsys):
    """Each command of an assignment is there, and its --help says what it does and ends with a call to copy."""
    with pytest.raises(SystemExit) as e:
        cli.main([command, "--help"])
    assert e.value.code == 0 and f"\nexample:\n  russia-nato {command} " in capsys.readouterr().out


@pytest.mark.parametrize("command", ["book", "instructor", "validate"])
def test_a_command_outside_a_checkout_is_refused(called, tmp_path, monkeypatch, command):
    """Outside a checkout each command gives 1 and says where it looked and what to do."""
    monkeypatch.chdir(tmp_path)
    code, out, err = called(command)
    assert (code, out) == (1, "")
    assert str(tmp_path) in err and "call it inside a checkout of the course" in err and err.count("\n") == 1


@pytest.mark.parametrize("words", [[], ["print"], ["validate", "--quick"]])
def test_a_call_that_it_does_not_know_is_refused(words, capsys):
    """No command, an unknown one and an unknown option give 2 and the usage."""
    with pytest.raises(SystemExit) as e:
        cli.main(words)
    assert e.value.code == 2 and "usage: russia-nato" in capsys.readouterr().err


def test_the_commands_pass_their_options_on(called, root, tmp_path, monkeypatch):
    """`book` and `instructor` build the checkout with the options given, and say where the edition and the log are."""
    from russia_nato.book import build
    from russia_nato.teach import edition

    given = []

    def build_(root, **options):
        given.append((root, options))
        return SimpleNamespace(
            html=tmp_path,
            pdf=tmp_path / "a.pdf",
            log=tmp_path / "build.log",
            seconds={"data": 0.5, "pages": 1.0},
            reused=set(),
        )

    monkeypatch.chdir(root)
    monkeypatch.setattr(build, "build_book", build_)
    monkeypatch.setattr(edition, "build_instructor", build_)
    code, out, _ = called("book", "--no-pdf")
    assert code == 0 and out.startswith(f"The book stands in {tmp_path / 'index.html'}\n1.5 s in all; the log is in ")
    (tmp_path / "a.pdf").touch()
    code, out, _ = called("instructor", "--fresh")
    assert code == 0 and f"and in {tmp_path / 'a.pdf'}; keep it from your students." in out
    assert given == [(root, {"pdf": False, "fresh": False}), (root, {"pdf": True, "fresh": True})]


def test_what_a_user_can_mend_is_one_line_and_no_traceback(called, root, monkeypatch):
    """An error of the course is printed with the command's name and gives 1; any other error is not hidden."""
    from russia_nato.book import build

    monkeypatch.chdir(root)
    for error in (CourseError("the disk is full"), RuntimeError("a fault of ours")):

        def fail(*_, error=error, **__):
            raise error

        monkeypatch.setattr(build, "build_book", fail)
        if isinstance(error, CourseError):
            assert called("book") == (1, "", "russia-nato: the disk is full\n")
        else:
            with pytest.raises(RuntimeError):
                cli.main(["book"])


def test_every_error_that_a_user_can_mend_is_one_family():
    """Data, quizzes, exercises and builds are refused by errors of one family, so that each command can say them."""
    from russia_nato.book.build import BuildError
    from russia_nato.book.quiz import QuizError
    from russia_nato.errors import DataError
    from russia_nato.teach.bank import BankError

    for error in (DataError, QuizError, BankError, BuildError):
        assert issubclass(error, CourseError)


def test_the_script_is_installed_under_its_name(root):
    """`russia-nato` is a command beside the Python in which the course is installed, and starts the same command line."""
    script = shutil.which("russia-nato", path=sysconfig.get_path("scripts"))
    assert script
    done = subprocess.run([script, "--help"], cwd=root, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and "build and check" in done.stdout.lower()


@pytest.mark.parametrize(
    ("words", "absent"),
    [
        ("from russia_nato.cli import main; main(['validate', '--card'])", {"pandas", "matplotlib", "sphinx"}),
        ("import russia_nato as rn; rn.load_events(); rn.conflict_index(rn.load_events())", {"matplotlib", "sphinx"}),
    ],
)
def test_what_is_not_needed_is_not_imported(root, words, absent):
    """The check of the data starts without pandas, and data and measures without matplotlib."""
    code = f"import sys; {words}; print(*sorted({absent!r} & set(sys.modules)), sep=',')"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == ""
