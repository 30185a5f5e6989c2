"""While hubs, broker and PostgreSQL are killed, everything sent is accounted for, once (G1, G2, G3, G5, G6)."""

from builders.faultlab import SHORT, Ran

from faultlab.acts import Act


def test_nothing_is_lost_doubled_misfiled_or_answered_too_soon_while_parts_die(ran: Ran) -> None:
    assert ran.verdict.findings == []
    assert ran.verdict.holds
    assert ran.verdict.receipted == ran.verdict.sent > 100


def test_the_parts_did_die(ran: Ran) -> None:
    assert ran.happened.hub_kills >= SHORT.hub_kills
    assert {Act.BROKER, Act.POSTMASTER, Act.PAUSE, Act.DISK, Act.BROKER_DISK} <= ran.happened.others.keys()


def test_every_fate_was_met(ran: Ran) -> None:
    assert ran.verdict.fates.keys() == {"filed", "person", "held", "not-admitted", "quarantined"}
