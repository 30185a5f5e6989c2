"""The interface and the pages over one store."""

import secrets
from collections.abc import Mapping

from fastapi import FastAPI
from fastapi.middleware.trustedhost import TrustedHostMiddleware

from exchange import schemas
from exchange.schemas import categories, themes
from exchange.topic_log.port import TopicLog
from hub.access import Access, Door, RecordedWithholdings, Viewer
from hub.api import (
    DevelopmentIssuer,
    IssuerKeys,
    Services,
    TokenAuthenticator,
    addresses,
    build_app,
    viewer_of,
)
from hub.bootstrap.admitting import admission
from hub.bootstrap.ended import EndedSessions
from hub.bootstrap.engines import engine_of
from hub.bootstrap.entering import Entering
from hub.bootstrap.health import checks_of
from hub.bootstrap.known_schemas import known_schemas
from hub.bootstrap.measured import MeasuredEngine
from hub.bootstrap.raised import RaisedConcerns
from hub.bootstrap.reader import StoreReader
from hub.bootstrap.sending import StoredReceipts, Submission
from hub.bootstrap.state import open_figures
from hub.bootstrap.store import open_desk, receipt_composer
from hub.bootstrap.telling import open_stored_notices
from hub.bootstrap.watched import figures_of, lookout_of
from hub.bootstrap.witnessing import witness_of
from hub.cli import Store
from hub.domain.vocabulary import Role
from hub.intake.receipts import Receipts
from hub.keys import Secret
from hub.pages import PageServices, Person, add_pages
from hub.policy import PolicyEngine, load_bundle, rule_texts
from hub.views import read
from hub.views.model import AgencyRow
from hub.witness import Witness

DEVELOPMENT = "development"
LOOPBACK_NAMES = ["127.0.0.1", "localhost", "[::1]"]
"""The names by which a browser may ask where signing in takes a click: another site's name that was led to this
machine is none of them (DNS rebinding)."""


def build_web(store: Store, log: TopicLog, witness: Witness | None = None) -> FastAPI:
    """Return the whole application: API at /v1, pages at /."""
    engine = engine_of(store.settings)
    issuer = DevelopmentIssuer(store.settings, store.clock) if store.settings.issuer == DEVELOPMENT else None
    services = _services(store, log, engine, issuer, witness or witness_of(store, engine.digest))
    app = build_app(services)
    add_pages(app, _page_services(store, log, services, issuer), addresses())
    if issuer is not None:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=LOOPBACK_NAMES, www_redirect=False)
    return app


def build_access(store: Store, engine: PolicyEngine, witness: Witness | None = None) -> Access:
    """Return the one door over a store."""
    witness = witness or witness_of(store, engine.digest)
    return Access(
        Door(
            database=store.record.database,
            reader=StoreReader(store.keys, store.record.events_table, known_schemas(store.settings)),
            withholder=RecordedWithholdings(store.record, store.keys, witness.tell_now),
            worklists=open_desk(store, after=witness.tell_now),
            keys=store.keys,
            engine=engine,
            audit=store.audit,
            settings=store.settings,
            clock=store.clock,
            random_id=lambda: secrets.token_urlsafe(16),
            must_be_open=witness.must_be_open,
        )
    )


def _services(
    store: Store, log: TopicLog, engine: PolicyEngine, issuer: DevelopmentIssuer | None, witness: Witness
) -> Services:
    settings = store.settings
    keys = issuer.keys if issuer is not None else IssuerKeys(settings.issuer)
    return Services(
        access=build_access(store, MeasuredEngine(engine), witness),
        audit=store.audit,
        authenticator=TokenAuthenticator(settings.issuer, settings.id, keys, store.clock),
        settings=settings,
        directory=lambda: _directory(store),
        submit=Submission(log, admission(store).admit),
        receipts=StoredReceipts(store.record.database, Receipts(store.keys), receipt_composer(store)),
        notices=open_stored_notices(store),
        public_keys=(store.keys.signing_key.as_dict(private=False), store.keys.opening_key.as_dict(private=False)),
        checks=checks_of(store, lookout_of(store), witness.must_be_open),
        development=issuer,
        figures=figures_of(store, witness.must_be_open),
        open_figures=open_figures,
    )


def _directory(store: Store) -> Mapping[str, AgencyRow]:
    with store.record.database.read() as cursor:
        return read.agencies(cursor)


def _page_services(store: Store, log: TopicLog, services: Services, issuer: DevelopmentIssuer | None) -> PageServices:
    return PageServices(
        name=store.settings.name,
        duty_line=store.settings.duty_line,
        access=services.access,
        people=lambda: _people(issuer),
        viewer=lambda user: _viewer(services, issuer, user),
        agencies=lambda: list(_directory(store).values()),
        categories={one["code"]: one["title"] for one in categories()},
        now=store.clock,
        secret=store.keys.secret(Secret.SESSION),
        secure=store.settings.issuer != DEVELOPMENT,
        ended=EndedSessions(store.record.database, store.keys, store.clock),
        random=secrets.token_bytes,
        concerns=_concerns(store, log),
        rules=rule_texts(load_bundle()),
        themes=themes(),
    )


def _concerns(store: Store, log: TopicLog) -> RaisedConcerns:
    entering = Entering(store, Submission(log), schemas.load())
    return RaisedConcerns(store.record.database, store.keys, entering)


def _people(issuer: DevelopmentIssuer | None) -> list[Person]:
    """Return whom the sign-in page offers; an operator reads no content, and has nothing to sign in for."""
    users = issuer.users.values() if issuer is not None else ()
    return [
        Person(user.id, user.name, user.role, user.agency, user.about) for user in users if user.role != Role.OPERATOR
    ]


def _viewer(services: Services, issuer: DevelopmentIssuer | None, user: str) -> Viewer | None:
    if issuer is None or user not in issuer.users:
        return None
    return viewer_of(services, services.authenticator.caller(issuer.token(user)))
