"""What every page needs: the services, the templates, the session's cookie, and who is signed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment

from hub.access import Asked, Viewer
from hub.domain.placing import has_withholdings
from hub.pages.directory import Directory
from hub.pages.present import LONDON
from hub.pages.services import PageServices
from hub.pages.session import COOKIE, Session, Sessions, Why
from hub.pages.tasks import tasks
from hub.pages.withhold_form import choices
from hub.pages.words import THRESHOLDS


@dataclass
class Elsewhere(Exception):
    """This page cannot be shown yet: first sign in, or say why you ask, at `address`."""

    address: str


@dataclass(frozen=True, slots=True)
class Reader:
    """A signed-in person, as the issuer knows them now."""

    session: Session
    viewer: Viewer

    def asked(self, why_address: str) -> Asked:
        """What they are asking for; Elsewhere where they have not said."""
        why = self.session.why
        if why is None:
            raise Elsewhere(why_address)
        return asked(why)


def asked(why: Why) -> Asked:
    return Asked(
        purpose=why.purpose,
        reason=why.reason,
        basis=why.basis or None,
        threshold=why.threshold or None,
        channel="page",
    )


@dataclass(frozen=True, slots=True)
class House:
    """The pages' shared parts, made once. `addresses` fills with those of every page as the rooms are added."""

    services: PageServices
    templates: Environment
    sessions: Sessions
    directory: Directory
    addresses: set[str] = field(default_factory=set)

    def reader(self, request: Request) -> Reader:
        """Who is signed in; Elsewhere (the sign-in page) where nobody is."""
        reader = self.reader_or_none(request)
        if reader is None:
            raise Elsewhere("/sign-in")
        return reader

    def reader_or_none(self, request: Request) -> Reader | None:
        session = self.sessions.read(request.cookies.get(COOKIE), self.services.now())
        viewer = self.services.viewer(session.user) if session else None
        return Reader(session, viewer) if session and viewer else None

    def page(
        self, template: str, reader: Reader | None, values: Mapping[str, object], status: int = 200
    ) -> HTMLResponse:
        shared = {
            "hub_name": self.services.name,
            "duty_line": self.services.duty_line,
            "reader": reader,
            "tasks": tasks(reader.viewer, self.addresses) if reader else (),
            "agency_names": self.directory.names(),
            "categories": self.services.categories,
            "today": self.today(),
            "rules": self.services.rules,
            "thresholds": THRESHOLDS,
            "may_withhold": reader is not None and bool(choices(reader.viewer)),
            "answers_for_withholdings": reader is not None and has_withholdings(reader.viewer.role),
        }
        return HTMLResponse(self.templates.get_template(f"hub/{template}").render({**shared, **values}), status)

    def disclosing(
        self, template: str, reader: Reader, values: Mapping[str, object], audit_id: str, status: int = 200
    ) -> HTMLResponse:
        """A page that shows what access disclosed, with the id of its audit record."""
        response = self.page(template, reader, values, status)
        response.headers["Hub-Audit"] = audit_id
        return response

    def go(self, address: str, session: Session) -> RedirectResponse:
        """To another page, with the session as it now stands."""
        response = RedirectResponse(address, 303)
        self.sessions.write(response, session, self.services.now())
        return response

    def today(self) -> date:
        """Today's local date."""
        return self.services.now().astimezone(LONDON).date()
