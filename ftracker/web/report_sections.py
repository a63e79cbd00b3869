"""Which section a report looks at, where it looks at one at a time."""

from collections.abc import Mapping

from ftracker.domain.errors import FieldError
from ftracker.domain.kinds import Section
from ftracker.domain.reports.sums import COUNTED
from ftracker.web.report_cells import NAMES
from ftracker.web.report_views import Links

USUAL = Section.SPENDING
_ONE_OF_THREE = "This report shows income, spending or set aside; this is spending."
_WORDS = {section.value: section for section in COUNTED}


def chosen(typed: Mapping[str, str]) -> Section:
    """Give the section that an address names; spending where it names none of the three."""
    return _WORDS.get(typed.get("section", ""), USUAL)


def wrong(typed: Mapping[str, str]) -> tuple[FieldError, ...]:
    """Say that an address names something else than one of the three."""
    said = typed.get("section", "")
    return (FieldError("section", _ONE_OF_THREE),) if said and said not in _WORDS else ()


def switches(section: Section, links: Links) -> tuple[tuple[str, str, bool], ...]:
    """Write the sections as ways to look at the same report."""
    return tuple(
        (NAMES[one], links.to(section=None if one is USUAL else one.value), one is section)
        for one in COUNTED
    )
