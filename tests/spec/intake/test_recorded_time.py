"""The hub's own time of recording never goes back, whatever the host's clock does (security T11)."""

from datetime import timedelta

from builders.intake import NOON, POLICE, SampleIntake, event, nhs_number, told_child

CONCERN = event("concern-raised", told_child(nhs=nhs_number(0)))


def recorded(hub: SampleIntake, count: int) -> list[float]:
    return [hub.receipt(POLICE, f"m-{number}").recorded.timestamp() for number in range(count)]


def test_messages_of_one_batch_are_recorded_one_after_another(hub: SampleIntake) -> None:
    hub.take(*(hub.message(POLICE, "concern-raised", CONCERN, id=f"m-{number}") for number in range(3)))
    times = recorded(hub, 3)
    assert times == sorted(set(times))


def test_a_clock_that_is_put_back_does_not_take_recording_back(hub: SampleIntake) -> None:
    for number, shift in enumerate((0, -3600, -7200)):
        hub.clock.now = NOON + timedelta(seconds=shift)
        hub.take(hub.message(POLICE, "concern-raised", CONCERN, id=f"m-{number}"))
    times = recorded(hub, 3)
    assert times == sorted(set(times))


def test_a_clock_that_is_put_back_before_a_restart_does_not_take_recording_back(hub: SampleIntake) -> None:
    hub.take(hub.message(POLICE, "concern-raised", CONCERN, id="m-0"))
    hub.clock.now = NOON - timedelta(hours=1)
    restarted = hub.reopened()
    restarted.take(restarted.message(POLICE, "concern-raised", CONCERN, id="m-1"))
    times = recorded(restarted, 2)
    restarted.close()
    assert times == sorted(set(times))


def test_what_an_agency_says_of_the_time_stands_beside_the_hubs_own(hub: SampleIntake) -> None:
    said = NOON - timedelta(days=400)
    hub.say(POLICE, "concern-raised", CONCERN, time=said)
    labels = hub.files()[0].entries[0].labels
    assert (labels.said, labels.recorded) == (said, hub.clock())
