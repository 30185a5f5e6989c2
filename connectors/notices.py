"""What the hub tells an agency unasked, and what its connector does about it: history is sent again, days are compared.

A notice is believed only where the hub signed it for this agency. It is noted as dealt with in the transaction of what
it causes, so that one that comes again does nothing again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from connectors.reconciling import Compared, reconcile
from exchange.agency_folder import AgencyFolder
from exchange.courier import Signed
from exchange.envelope_reading import decode
from exchange.errors import ExchangeError
from exchange.history import ANSWERS, HistoryRequest
from exchange.messages import Message, compose_open
from exchange.notice_carriers import NoticeCarrier
from exchange.notices import Notice, NoticeType, read_notice
from exchange.outbox import Outbox
from exchange.receipts import ReceiptOutcome
from exchange.statements import DayStatement


@dataclass(slots=True)
class Told:
    """What came of reading notices: messages sent again for the hub, those let go by then, days compared.

    `rejected` were not signed by the hub, or not notices; `others` are of types that this connector does not know.
    """

    sent_again: int = 0
    not_kept: int = 0
    others: int = 0
    rejected: int = 0
    days: list[Compared] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        """Whether nobody need look: every day agrees, and every notice was believed."""
        return not self.rejected and all(day.agrees for day in self.days)

    def to_data(self) -> dict[str, Any]:
        days = [day.to_data() for day in self.days]
        counts = {"sent_again": self.sent_again, "not_kept": self.not_kept, "others": self.others}
        return {**counts, "notices_not_believed": self.rejected, "days": days}


class NoticeDesk:
    """Deals with the notices to one agency, in its outbox."""

    def __init__(self, folder: AgencyFolder, outbox: Outbox) -> None:
        self._folder = folder
        self._outbox = outbox

    def read(self, carrier: NoticeCarrier, now: datetime) -> Told:
        """Deal with all that came, then compare each day that was stated anew."""
        told = Told()
        while arrived := carrier.collect(self._outbox.keeping.last_number()):
            self._deal_with_all(arrived, told, now)
            carrier.collected()
        for stated in self._outbox.keeping.days():
            if stated.found is None:
                told.days.append(reconcile(self._outbox, stated.statement, now))
        self._outbox.keeping.forget_old(now)
        return told

    def _deal_with_all(self, arrived: Sequence[Signed], told: Told, now: datetime) -> None:
        for signed in arrived:
            try:
                notice = read_notice(
                    signed.value, signed.headers, self._folder.agency_id, self._folder.hub_signing_keys
                )
                with self._outbox.together():
                    self._deal_with(notice, told, now)
            except ExchangeError:
                told.rejected += 1

    def _deal_with(self, notice: Notice, told: Told, now: datetime) -> None:
        if self._outbox.keeping.is_seen(notice.id):
            return
        if notice.type == NoticeType.HISTORY_REQUESTED:
            self._send_again(notice, told, now)
        elif notice.type == NoticeType.DAY_STATED:
            self._outbox.keeping.state(DayStatement.from_data(notice.data))
        else:
            told.others += 1
        self._outbox.keeping.note_seen(notice.id, notice.number, notice.type)

    def _send_again(self, notice: Notice, told: Told, now: datetime) -> None:
        """Make due what is wanted and still kept. What was sent since has an answer of its own by now."""
        for source, id in HistoryRequest.from_data(notice.data).messages:
            row = self._outbox.find(source, id)
            if row is not None and row.message is not None and row.outcome is ReceiptOutcome.NOT_ADMITTED:
                self._outbox.renew(self._answering(row.message, notice), now)
                told.sent_again += 1
            elif row is None or row.outcome is ReceiptOutcome.NOT_ADMITTED:
                told.not_kept += 1

    def _answering(self, message: Message, notice: Notice) -> Message:
        """Return the same message, sealed as it was, signed anew with the id of the notice that it answers."""
        envelope = decode(message.value)
        answering = replace(envelope, extensions={**envelope.extensions, ANSWERS: notice.id})
        return compose_open(answering, sign_with=self._folder.signing_key)
