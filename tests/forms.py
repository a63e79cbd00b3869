"""Forms of pages, read and sent back as a browser does."""

from html.parser import HTMLParser

Attributes = list[tuple[str, str | None]]


def fields(page: str, section: str) -> dict[str, list[str]]:
    """Give what a browser sends of the form in the element of this id when nothing is changed."""
    reader = _Reader(section)
    reader.feed(page)
    return reader.sent


class _Reader(HTMLParser):
    def __init__(self, section: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._section, self._is_inside = section, False
        self._select, self._options, self._chosen = "", [""], ""
        self._area, self._text = "", ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        said = {name: value or "" for name, value in attrs}
        self._is_inside = self._is_inside or said.get("id") == self._section
        if not self._is_inside:
            return
        if tag == "input" and (said.get("type") not in ("checkbox", "radio") or "checked" in said):
            self._send(said["name"], said.get("value", "on"))
        elif tag == "select":
            self._select, self._options, self._chosen = said["name"], [], ""
        elif tag == "option":
            self._options.append(said["value"])
            self._chosen = said["value"] if "selected" in said else self._chosen
        elif tag == "textarea":
            self._area, self._text = said["name"], ""

    def handle_data(self, data: str) -> None:
        self._text += data if self._area else ""

    def handle_endtag(self, tag: str) -> None:
        if not self._is_inside:
            return
        if tag == "select":
            # Where nothing is chosen the first option is.
            self._send(self._select, self._chosen or self._options[0])
        elif tag == "textarea":
            self._send(self._area, self._text)
            self._area = ""
        elif tag == "form":
            self._is_inside, self._section = False, ""

    def _send(self, name: str, value: str) -> None:
        self.sent.setdefault(name, []).append(value)
