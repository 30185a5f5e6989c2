"""A listening connector under kill -9: what it answered AA is with the hub once, however often it died (G2)."""

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders.hospital import Listener, RunningHub, adt, verdict, wait_until

from exchange.outbox import Outbox

MESSAGES = 120
KILLS = 4


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RunningHub]:
    hub = RunningHub(tmp_path)
    yield hub
    hub.close()


def sends(listener: Listener, waiting: list[int], taken: list[int]) -> None:
    """Send as a hospital's system does: the next only once this one is answered AA; stop when the line is cut."""
    try:
        with listener.client() as client:
            while waiting:
                if verdict(client.send_message(adt(f"M-{waiting[0]}", f"V-{waiting[0]}"))) != "AA":
                    return
                taken.append(waiting.pop(0))
    except OSError:
        return


def in_the_outbox(hub: RunningHub) -> list[str]:
    outbox = Outbox(hub.agency("northshire-hospital") / "outbox.db")
    found = [answered.id for answered in outbox.answers()]
    outbox.close()
    return found


def test_what_was_answered_is_in_the_outbox_and_reaches_the_hub_once(hub: RunningHub) -> None:
    hub.refers()
    chance, waiting, taken = random.Random(20260118), list(range(MESSAGES)), list[int]()
    for _ in range(KILLS):
        listener = hub.listener()
        sending = threading.Thread(target=sends, args=(listener, waiting, taken))
        sending.start()
        enough = len(taken) + chance.randint(5, 20)
        while len(taken) < enough and sending.is_alive():
            time.sleep(0.001)
        listener.kill()
        sending.join()
        assert {f"M-{number}" for number in taken} <= set(in_the_outbox(hub))
    assert len(taken) < MESSAGES, "the kills came too late"
    last = hub.listener()
    sends(last, waiting, taken)
    assert taken == list(range(MESSAGES))
    wait_until(lambda: hub.receipts_at("northshire-hospital") == {"accepted": MESSAGES}, "every receipt came")
    assert last.stop() == 0
    assert in_the_outbox(hub) == [f"M-{number}" for number in range(MESSAGES)]
    attended = [entry["record_ref"] for entry in hub.chronology() if entry["agency"] == "northshire-hospital"]
    assert sorted(attended) == sorted(f"V-{number}" for number in range(MESSAGES))


def states(hub: RunningHub) -> list[str]:
    """How the hospital's entries stand."""
    return [entry["state"] for entry in hub.chronology() if entry["agency"] == "northshire-hospital"]


def test_the_connector_knows_after_a_kill_what_it_told(hub: RunningHub) -> None:
    hub.refers()
    first = hub.listener()
    assert first.said(adt("M-1", "V-1")) == "AA"
    first.kill()
    second = hub.listener()
    assert second.said(adt("M-2", "V-1", "A11", at="20260118203000")) == "AA"
    wait_until(lambda: states(hub) == ["withdrawn"], "the visit is withdrawn")
    second.kill()
