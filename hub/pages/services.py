"""What the pages are given by whoever opens the house."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub.access import Access, Viewer
from hub.pages.concerns.port import Concerns
from hub.pages.session import Ended
from hub.policy import RuleText
from hub.views.model import AgencyRow


@dataclass(frozen=True, slots=True)
class Person:
    """A person who may sign in with the development issuer; `about` says in a sentence who they are."""

    id: str
    name: str
    role: str
    agency: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class PageServices:
    """The pages' dependencies.

    `people` lists who may sign in by a click: nobody unless the issuer is the development one.
    `viewer` gives the person of a user id as they stand now (role and agency are read again on each request), or None
    where there is no such user.
    `agencies` is the directory; `categories` maps the code of each kind of entry to its title.
    `rules` are the policy's rules in words, by id; `themes` group categories (code, title, categories).
    `now` gives an aware UTC instant.
    `secret` seals the session's cookie (32 random bytes or more); `secure` keeps the cookie to TLS.
    `ended` keeps the sessions that people signed out of; `random` gives so many random bytes.
    `concerns` sends what is raised on the pages the one way in, and lists it for whoever raised it.
    """

    name: str
    duty_line: str
    access: Access
    people: Callable[[], Sequence[Person]]
    viewer: Callable[[str], Viewer | None]
    agencies: Callable[[], Sequence[AgencyRow]]
    categories: Mapping[str, str]
    now: Callable[[], datetime]
    secret: bytes
    secure: bool
    ended: Ended
    random: Callable[[int], bytes]
    concerns: Concerns
    rules: Mapping[str, RuleText] = field(default_factory=dict)
    themes: Sequence[Mapping[str, Any]] = ()
