"""The editor's form as a browser without scripts sends it."""

from html.parser import HTMLParser


class EditorForm(HTMLParser):
    """What stands in the fields of the editor's page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.select = self.textarea = ""
        self.is_inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.is_inside = given.get("id") == "editor"
        if not self.is_inside:
            return
        if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.fields[name] = given.get("value", "on")
        if tag == "textarea":
            self.textarea, self.fields[name] = name, ""
        if tag == "select":
            self.select = name
        if tag == "option" and ("selected" in given or self.select not in self.fields):
            self.fields[self.select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.fields[self.textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.textarea = ""
        if tag == "form":
            self.is_inside = False


def fields_on(page: str) -> dict[str, str]:
    return {name: value for name, value in EditorForm(page).fields.items() if name}
