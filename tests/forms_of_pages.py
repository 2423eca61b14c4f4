"""What somebody who hears a page meets in its forms: what each field is tied to, and where the focus begins."""

from html.parser import HTMLParser

CONTROLS = frozenset({"input", "select", "textarea"})
NAMED = frozenset({"aria-label", "aria-labelledby", "in label"})
Attributes = dict[str, str | None]


class FormsOfPage(HTMLParser):
    """Read a page once."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: list[Attributes] = []
        self.ids: list[str] = []
        self.labelled: set[str | None] = set()
        self.links_within: set[str] = set()
        self.first_focus = "nothing"
        self._labels_open = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        if "autofocus" in given and self.first_focus == "nothing":
            self.first_focus = given.get("class") or tag
        if tag == "label":
            self._labels_open += 1
            self.labelled.add(given.get("for"))
        elif tag == "a" and (given.get("href") or "").startswith("#"):
            self.links_within.add(str(given["href"])[1:])
        elif tag in CONTROLS and given.get("name") and given.get("type") != "hidden":
            self.fields.append(given | ({"in label": ""} if self._labels_open else {}))

    def handle_endtag(self, tag: str) -> None:
        self._labels_open -= tag == "label"

    def troubles_of_a_refusal(self) -> list[str]:
        """What keeps somebody who hears it from finding what is wrong."""
        wrong = [one for one in self.fields if one.get("aria-invalid") == "true"]
        said = {
            one["name"]: one.get("aria-describedby") or ""
            for one in wrong
            if one.get("type") not in {"radio", "checkbox"}
        }
        described = {word for words in said.values() for word in words.split()}
        ends = {"", *self.ids}
        return [
            *([] if wrong else ["no field is marked as wrong"]),
            *(f"{name} is wrong and not described" for name, words in said.items() if not words),
            *(f"{one} describes nothing" for one in sorted(described - ends)),
            *(f"#{one} leads nowhere" for one in sorted(self.links_within - ends)),
            *(f"{one} stands twice" for one in sorted({one for one in self.ids if self.ids.count(one) > 1})),
            *(
                f"{one['name']} has no name to hear"
                for one in self.fields
                if not NAMED & set(one) and one.get("id") not in self.labelled
            ),
            *([] if self.first_focus == "error-summary" else [f"the focus is on {self.first_focus}"]),
        ]
