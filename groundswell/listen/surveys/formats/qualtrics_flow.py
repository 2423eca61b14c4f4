"""In which order Qualtrics asks: its flow walks through blocks, and branches put conditions around them."""

from collections.abc import Iterator
from typing import Any

from .building import Building

Data = dict[str, Any]
Step = tuple[list[str], list[Data]]
"""Questions by their ids, and the conditions around them."""


class Flow:
    """The blocks of a survey and the way through them."""

    def __init__(self, elements: list[Data], building: Building) -> None:
        self._elements, self._building = elements, building
        self.blocks = self._blocks()

    def steps(self) -> Iterator[Step]:
        """Block after block; where the file has no flow, in the order of the blocks."""
        flows = [payload for payload in self._payloads("FL") if isinstance(payload, dict)]
        steps = [step for flow in flows for step in _list(flow.get("Flow"))]
        if steps:
            yield from self._walk(steps, [])
        else:
            yield from ((block, []) for block in self.blocks.values())

    def _payloads(self, code: str) -> list[Any]:
        return [one.get("Payload") for one in self._elements if one.get("Element") == code]

    def _blocks(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for payload in self._payloads("BL"):
            for block in _several(payload):
                if isinstance(block, dict) and block.get("Type") != "Trash":
                    elements = [one for one in _list(block.get("BlockElements")) if isinstance(one, dict)]
                    named = [str(one.get("QuestionID")) for one in elements if one.get("Type") == "Question"]
                    found[str(block.get("ID") or len(found))] = named
        return found

    def _walk(self, steps: list[Any], conditions: list[Data]) -> Iterator[Step]:
        for step in steps:
            if not isinstance(step, dict):
                continue
            kind, inside = str(step.get("Type")), _list(step.get("Flow"))
            if kind in {"Block", "Standard"}:
                yield self.blocks.get(str(step.get("ID")), []), conditions
            elif kind == "Branch":
                logic = step.get("BranchLogic")
                yield from self._walk(inside, [*conditions, logic if isinstance(logic, dict) else {}])
            else:
                fields = [
                    str(one.get("Field")) for one in _list(step.get("EmbeddedData")) if isinstance(one, dict)
                ]
                named = ", ".join(fields) or step.get("Description") or step.get("FlowID")
                self._building.leave("", f"flow {kind}", named, "This step of the flow has no place here.")
                yield from self._walk(inside, conditions)


def _several(payload: Any) -> list[Any]:
    """Blocks stand in a list, in an object by number, or alone."""
    if isinstance(payload, dict) and "BlockElements" not in payload:
        return list(payload.values())
    return payload if isinstance(payload, list) else [payload]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
