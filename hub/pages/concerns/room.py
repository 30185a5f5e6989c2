"""The pages for raising a concern: fill in, check, send, and come back to what became of it."""

from collections.abc import Sequence
from typing import Annotated

from eventsourcing.persistence import PersistenceError
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from hub.domain.errors import HubError, Refused
from hub.domain.role_homes import FAMILY_ROLES
from hub.pages.concerns.answers import Answers, answers
from hub.pages.concerns.children import count
from hub.pages.concerns.list import add_list_to
from hub.pages.concerns.questions import MOST_CHILDREN
from hub.pages.concerns.review import sections
from hub.pages.concerns.shown import choices
from hub.pages.concerns.telling import Telling
from hub.pages.concerns.ticket import RANDOM_BYTES, USE, Ticket, Tickets, reference
from hub.pages.forms import Form, Wrong
from hub.pages.house import House, Reader
from hub.pages.sealed import Sealer
from hub.pages.submitted import submitted_within

MOST_BYTES = 200_000
OWN_FIELDS = frozenset({"step", "ticket"})
FOR_PRACTITIONERS = "This page is for practitioners. Anyone may tell of a worry about a child: ring the duty line."
NOT_SENT = (
    "Your concern has not been sent. Nothing you typed is lost: send it again in a minute. "
    "If it cannot wait, ring the duty line and tell them"
)
Sent = Annotated[Form, Depends(submitted_within(MOST_BYTES))]


def add_to(router: APIRouter, house: House) -> None:
    desk = Desk(house)

    @router.get("/concerns/new")
    def begin(request: Request) -> Response:
        reader = practitioner(house, request)
        return desk.asks(reader, {}, desk.new_ticket(reader), [])

    @router.post("/concerns/new")
    def goes_on(request: Request, form: Sent) -> Response:
        try:
            reader = practitioner(house, request)
            return desk.goes_on(reader, _one_kind_of_line(form))
        except PersistenceError:
            return desk.asks(None, form, None, [Wrong("send", NOT_SENT)], 503)

    add_list_to(router, house)


def practitioner(house: House, request: Request) -> Reader:
    """Return who is signed in. Raises: Refused for a reader of the family, who rings or writes instead."""
    reader = house.reader(request)
    if reader.viewer.role in FAMILY_ROLES:
        raise Refused(FOR_PRACTITIONERS)
    return reader


def _one_kind_of_line(form: Form) -> Form:
    """Browsers send the lines of a text with two characters between them; one is enough."""
    return {name: value.replace("\r\n", "\n") for name, value in form.items()}


class Desk:
    """Takes one form from step to step; nothing of it is kept here between them."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._tickets = Tickets(Sealer(house.services.secret, USE))

    def new_ticket(self, reader: Reader) -> Ticket:
        return Ticket(reference(self._house.services.random(RANDOM_BYTES)), reader.viewer.id)

    def goes_on(self, reader: Reader, form: Form) -> Response:
        """Answer a form by the button that sent it."""
        ticket = self._tickets.read(form.get("ticket"), reader.viewer.id) or self.new_ticket(reader)
        match form.get("step"):
            case "child":
                more = {**form, "children": str(min(count(form) + 1, MOST_CHILDREN))}
                return self.asks(reader, more, ticket, [])
            case "change":
                return self.asks(reader, form, ticket, [])
            case step:
                return self._checked(reader, form, ticket, is_sent=step == "send")

    def _checked(self, reader: Reader, form: Form, ticket: Ticket, *, is_sent: bool) -> Response:
        faults: list[Wrong] = []
        said = answers(form, self._house.today(), faults)
        if faults:
            return self.asks(reader, form, ticket, faults, 400)
        if is_sent and ticket.at is not None:
            return self._sent(reader, form, ticket, said)
        unsent = self._unsent(reader, ticket)
        return self._review(reader, form, unsent.checked(self._house.services.now()), said, sent_before=ticket.id)

    def _unsent(self, reader: Reader, ticket: Ticket) -> Ticket:
        """A ticket that was not used: what is changed after sending is a concern of its own, and must not be lost."""
        return (
            ticket if self._house.services.concerns.one(reader.viewer, ticket.id) is None else self.new_ticket(reader)
        )

    def _sent(self, reader: Reader, form: Form, ticket: Ticket, said: Answers) -> Response:
        services, at = self._house.services, ticket.at or self._house.services.now()
        if services.concerns.one(reader.viewer, ticket.id) is None:
            concern = Telling(ticket.id, reader.viewer, said, self._house.today()).concern()
            try:
                services.concerns.send(reader.viewer, concern, at)
            except HubError:
                return self._review(reader, form, ticket, said, [Wrong("send", NOT_SENT)])
        return RedirectResponse(f"/concerns/{ticket.id}", 303)

    def asks(
        self, reader: Reader | None, form: Form, ticket: Ticket | None, faults: list[Wrong], status: int = 200
    ) -> Response:
        """The form, as far as it was filled in."""
        values = {
            "form": form,
            "faults": faults,
            "ticket": self._tickets.write(ticket) if ticket else form.get("ticket", ""),
            "children": range(1, count(form) + 1),
            "may_add": count(form) < MOST_CHILDREN,
            "choices": choices(),
        }
        return self._house.page("concern.html", reader, values, status)

    def _review(
        self,
        reader: Reader,
        form: Form,
        ticket: Ticket,
        said: Answers,
        faults: Sequence[Wrong] = (),
        sent_before: str = "",
    ) -> Response:
        values = {
            "faults": faults,
            "sent_before": sent_before if sent_before != ticket.id else "",
            "ticket": self._tickets.write(ticket),
            "typed": {name: value for name, value in form.items() if name not in OWN_FIELDS},
            "sections": sections(said),
            "said": said,
        }
        return self._house.page("concern_check.html", reader, values, 503 if faults else 200)
