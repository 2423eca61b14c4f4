"""What somebody who hears a page meets in it: its forms, what each field is tied to, and where the focus begins."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

CONTROLS = frozenset({"input", "select", "textarea"})
Attributes = dict[str, str | None]


@dataclass(slots=True)
class FoundForm:
    """One form: where it is sent, and its fields by their attributes."""

    action: str
    is_sent: bool
    fields: list[Attributes] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """Of what somebody fills in."""
        return tuple(str(one["name"]) for one in self.fields if one.get("type") != "hidden")

    @property
    def written(self) -> tuple[str, ...]:
        """Of what somebody writes in words."""
        return tuple(
            str(one["name"])
            for one in self.fields
            if one.get("type") in {None, "text"}
            and not one.get("list")
            and not set(one) & {"readonly", "inputmode", "select"}
        )

    def untouched(self) -> dict[str, str]:
        """What is sent by somebody who fills in nothing."""
        return {
            str(one["name"]): one.get("value") or "" for one in self.fields if one.get("type") == "hidden"
        }


class FormsOfPage(HTMLParser):
    """Read a page once."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[FoundForm] = []
        self.ids: list[str] = []
        self.labels: set[str | None] = set()
        self.within: set[str] = set()
        self.first_focus = ""
        self._is_inside: FoundForm | None = None
        self._labels_open = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        if "autofocus" in given and not self.first_focus:
            self.first_focus = given.get("class") or tag
        if tag == "label":
            self._labels_open += 1
            self.labels.add(given.get("for"))
        elif tag == "a" and (given.get("href") or "").startswith("#"):
            self.within.add(str(given["href"])[1:])
        elif tag == "form":
            self._is_inside = FoundForm(given.get("action") or "", given.get("method") == "post")
            self.forms.append(self._is_inside)
        elif tag in CONTROLS and given.get("name") and self._is_inside:
            more = ({"in label": ""} if self._labels_open else {}) | (
                {"select": ""} if tag == "select" else {}
            )
            self._is_inside.fields.append(given | more)

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._labels_open -= 1
        elif tag == "form":
            self._is_inside = None

    def nameless(self) -> list[str]:
        """Fields that nobody can hear what they are for."""
        named = {"aria-label", "aria-labelledby", "in label"}
        return [
            str(one["name"])
            for form in self.forms
            for one in form.fields
            if one.get("type") != "hidden" and not named & set(one) and one.get("id") not in self.labels
        ]

    def troubles_of_a_refusal(self) -> list[str]:
        """What keeps somebody who hears it from finding what is wrong."""
        wrong = [one for form in self.forms for one in form.fields if one.get("aria-invalid") == "true"]
        described = {str(one.get("aria-describedby") or "") for one in wrong if one.get("type") not in {"radio", "checkbox"}}  # fmt: skip
        return [
            *([] if wrong else ["no field is marked as wrong"]),
            *(["a wrong field is not described"] if "" in described else []),
            *(
                f"{one} describes nothing"
                for said in described
                for one in said.split()
                if one not in self.ids
            ),
            *(f"#{one} leads nowhere" for one in sorted(self.within - {""} - set(self.ids))),
            *sorted({f"{one} stands twice" for one in self.ids if self.ids.count(one) > 1}),
            *(
                []
                if self.first_focus == "error-summary"
                else [f"the focus is on {self.first_focus or 'nothing'}"]
            ),
        ]
