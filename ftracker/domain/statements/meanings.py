"""What the words of a type column mean in a household."""

from collections.abc import Mapping as Names
from dataclasses import dataclass

from ftracker.domain.kinds import Flow
from ftracker.domain.statements import words


@dataclass(frozen=True, slots=True)
class Meaning:
    """A type of the household (None: the default one of the flow), and the direction if known."""

    type: str | None
    flow: Flow
    direction: str | None


class Meanings:
    """Looks words up: in the mapping first, then among the household's types, then everywhere."""

    def __init__(self, given: Names[str, str], types: Names[str, Flow]) -> None:
        self._given = {word.strip().casefold(): name for word, name in given.items()}
        self._types = {name.casefold(): (name, flow) for name, flow in types.items()}

    def of(self, word: str) -> Meaning | None:
        """Tell what a word means; None when nobody knows it."""
        text = word.strip()
        name = self._given.get(text.casefold())
        if name is None:
            return self._known(text)
        found = self._known(name.strip())
        if found is None or found.flow is not Flow.TRANSFER:
            return found
        return Meaning(found.type, found.flow, _side(text) or found.direction)

    def _known(self, text: str) -> Meaning | None:
        own = self._types.get(text.casefold())
        if own is None and _side(text):
            own = self._types.get(text[: -len(_side(text) or "")].rstrip(" -_").casefold())
            if own is not None and own[1] is not Flow.TRANSFER:
                own = None
        if own is not None:
            name, flow = own
            return Meaning(name, flow, _side(text) if flow is Flow.TRANSFER else flow.value)
        found = words.flow(text)
        if found is None:
            return None
        flow, direction = found
        return Meaning(None, flow, _side(text) if flow is Flow.TRANSFER else direction)


def _side(text: str) -> str | None:
    """Tell the direction that a word such as `Transfer-Out` ends with."""
    last = words.plain(text).rsplit(" ", 1)
    return last[1] if len(last) == 2 and last[1] in ("in", "out") else None
