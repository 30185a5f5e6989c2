"""How much an agency may send over HTTP: a rate, with a minute's worth in one go; one number per agency and lane.

The generic cell rate algorithm (ITU-T I.371): the token bucket's answer without a bucket to fill. What is kept is the
moment at which all that was taken would have come at the even pace.
"""

MINUTE = 60.0


class Rates:
    """Counts for one process. A second process of the web server counts for itself."""

    def __init__(self) -> None:
        self._due: dict[object, float] = {}

    def wait(self, who: object, per_minute: int, now: float) -> float:
        """Count one message of somebody's; returns 0, or the seconds until it would be counted (and it is not).

        Args:
            now: seconds of a clock that does not go back.
        """
        step = MINUTE / per_minute
        due = max(self._due.get(who, now), now)
        if due + step - now > MINUTE + step / 2:
            return due + step - now - MINUTE
        self._due[who] = due + step
        return 0.0
