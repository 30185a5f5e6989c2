"""Records as the police write them, told as events."""

from collections.abc import Callable
from typing import Any

import pytest
from builders.police import occurrence

from connectors.drafts import Draft, Refused
from connectors.police.translate import translate
from exchange.schemas import load


@pytest.fixture
def said() -> Callable[..., Draft]:
    """Tell an occurrence, changed as given, as an event that follows its schema."""

    def told(**changes: Any) -> Draft:
        found = translate("document", occurrence(**changes))
        assert isinstance(found, Draft), found
        assert load().validate(found.type, found.data) == []
        return found

    return told


@pytest.fixture
def refusal() -> Callable[..., dict[str, str]]:
    """Return why an occurrence, changed as given, is refused: texts by place."""

    def reasons(**changes: Any) -> dict[str, str]:
        found = translate("document", occurrence(**changes))
        assert isinstance(found, Refused), found
        return {reason.field: reason.text for reason in found.reasons}

    return reasons
