"""Series from a CSV file and forecasts into one; and what needs numpy is loaded only there."""

import csv
import io
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from ftracker import cli
from ftracker.domain.forecast import files

HEADER = "series_id,t,value\n"


def read(text):
    return files.read(io.StringIO(text, newline=""))


def test_series_are_read_in_the_order_of_their_steps():
    found = read(HEADER + "a,2,20\na,1,10\nb,7,1.5\na,4,40\n")
    assert found.series == {"a": [10, 20, None, 40], "b": [1.5]}
    assert found.left_out == 0


def test_rows_that_say_no_number_are_counted_and_left_out():
    found = read(HEADER + "a,1,10\na,x,3\na,2.5,3\na,3,nan\na,4,inf\na,5\nb,1,€5\n")
    assert found.series == {"a": [10], "b": []}
    assert found.left_out == 6


def test_a_step_numbered_a_billion_does_not_fill_memory():
    found = read(HEADER + "a,1,10\na,1000000000,5\n")
    assert len(found.series["a"]) == files.MOST_STEPS
    assert found.series["a"][-1] == 5


def test_a_step_said_twice_is_as_said_last():
    assert read(HEADER + "a,1,10\na,1,12\n").series == {"a": [12]}


@pytest.mark.parametrize("text", ["", "id,t,value\na,1,2\n", "\x89PNG\r\n\x1a\n"])
def test_a_file_without_the_columns_is_refused(text):
    with pytest.raises(files.NoSeries, match="no column"):
        read(text)


def test_a_field_beyond_all_bounds_is_refused():
    usual = csv.field_size_limit(1_000)
    try:
        with pytest.raises(files.NoSeries, match="cannot be read"):
            read(HEADER + "a,1," + "9" * 2_000)
    finally:
        csv.field_size_limit(usual)


def test_the_command_writes_a_row_for_each_step_of_each_series(tmp_path):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    rows = [f"{name},{t},{50 + t % 4}" for name in ("a", "b") for t in range(1, 25)]
    source.write_text(HEADER + "\n".join([*rows, "c,1,what?"]) + "\n", "utf-8")
    arguments = ["forecast-file", str(source), "--horizon", "4", "--season", "4"]
    result = CliRunner().invoke(cli.app, [*arguments, "-o", str(target)])
    assert result.exit_code == 0
    assert "c: not enough yet" in result.stderr
    assert "1 rows say no number" in result.stderr
    with target.open(newline="", encoding="utf-8") as opened:
        written = list(csv.DictReader(opened))
    assert [(row["series_id"], row["step"]) for row in written] == [
        (name, str(step)) for name in ("a", "b") for step in range(1, 5)
    ]
    assert list(written[0]) == list(files.WRITTEN)
    for row in written:
        order = [float(row[name]) for name in ("low80", "low50", "mean", "high50", "high80")]
        assert order == sorted(order)
        assert 40 < order[2] < 60
    printed = CliRunner().invoke(cli.app, arguments).stdout
    assert printed.count("\n") == 1 + len(written)


def test_a_file_in_another_encoding_is_refused_in_a_sentence(tmp_path):
    source = tmp_path / "in.csv"
    source.write_bytes(HEADER.encode() + b"caf\xe9,1,2\n")
    result = CliRunner().invoke(cli.app, ["forecast-file", str(source)])
    assert isinstance(result.exception, files.NoSeries)


def test_what_answers_pages_never_loads_what_reckons():
    said = (
        "import sys, ftracker.main, ftracker.cli, ftracker.domain.forecast.answers, "
        "ftracker.domain.forecast.day_answers, ftracker.domain.forecast.files; "
        "print([name for name in ('numpy', 'scipy', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
