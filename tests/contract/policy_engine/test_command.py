"""`hub policy decide`: either engine, asked as an operator asks, gives one answer."""

import json
from pathlib import Path

from builders.command_line import CommandLine
from builders.decisions import asked


def test_both_engines_give_one_answer(tmp_path: Path, opa_address: str) -> None:
    hub = CommandLine(tmp_path)
    given = asked("northshire-csc", "childrens-social-care", "social-worker")
    answers = [
        json.loads(hub.said("policy", "decide", "--engine", engine, given=given, HUB_POLICY=opa_address))
        for engine in ("embedded", "opa")
    ]
    assert answers[0] == answers[1]
