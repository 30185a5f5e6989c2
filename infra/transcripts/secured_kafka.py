"""Writes docs/transcripts/secured-kafka.md: an agency is added to a secured Kafka, and what follows.

    eval "$(infra/services.sh env)"; .venv/bin/python infra/transcripts/secured_kafka.py [PAGE] [SUFFIX]

Every command is run, on the broker that HUB_TEST_KAFKA_SECURE names, and its output is what the page shows; folders
are shown as an operator would have them. SUFFIX is put behind the agencies' ids, for a broker that has seen them
before. It ends in an error, and writes nothing, if a step does not end as it should or a secret would be on the page.
"""

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from on_secured_kafka import SAMPLE, Operator
from pages import TRANSCRIPTS, Transcript

from exchange.agency_folder import read_agency_folder

PAGE = TRANSCRIPTS / "secured-kafka.md"
NOT_THE_HUBS = {"HUB_KAFKA_LOGIN": "", "HUB_KAFKA_ADMIN": ""}
"""An agency has neither the hub's login nor the administrator's."""
FORMAT = r"%t partition %p offset %o\n%s\n"
INTRODUCTION = """# Agencies on a secured Kafka: a transcript

Made by `infra/transcripts/secured_kafka.py`, which runs every command below on a real broker with TLS, passwords
(SCRAM-SHA-512) and ACLs that deny by default; run it again to see for yourself. kcat is an
independent client (Debian's, on librdkafka 2.0.2).

The operator's settings, here and below:

```sh
export HUB_TRANSPORT=kafka://BROKER        # the SASL_SSL listener
export HUB_KAFKA_LOGIN=/etc/hub/kafka/hub    # the hub's own login: kafka.json, kafka-ca.pem, kafka-password
export HUB_KAFKA_ADMIN=/etc/hub/kafka/admin  # the broker administrator's, for `hub agency` and nothing else
```
"""


def adding(operator: Operator, page: Transcript, school: str, police: str) -> None:
    """Two agencies are added."""
    contact = "--area northshire --duty-contact '01632 960 100'"
    page.say("## An agency is added\n\nIts four topics, its principal with five permissions, its keys and its folder.")
    page.run(f"hub agency add {school} --type school --name 'Hill School' {contact}")
    page.run(f"hub agency add {police} --type police --name 'Northshire Police' {contact}")
    page.say("The folder goes to the agency. Nobody but its owner can read the secret files.")
    page.run(f"stat -c '%A %n' {operator.data}/agencies/{school}/*")


def sending(operator: Operator, page: Transcript, school: str) -> None:
    """The agency sends a concern, and the hub answers."""
    page.say(
        "## The agency sends\n\n`hub intake` runs beside this, logged in as the hub. The folder is all that is needed."
    )
    with operator.intake():
        sends = f"hub-connect json --from {SAMPLE} --to kafka://{operator.broker}"
        page.run(f"{sends} --agency {operator.agency(school)} --wait 60", shows="1 accepted", **NOT_THE_HUBS)


def reading_by_kcat(operator: Operator, page: Transcript, school: str) -> None:
    """Another client reads the receipt."""
    page.say(
        "## Another client reads the receipt\n\nThe school may log in by a client certificate of the same name as well;"
        " the same permissions hold. (By password librdkafka must be 2.6.1 or later, since Kafka 4 rejects the SCRAM"
        " of earlier ones; Debian's kcat has an earlier one.) `kcat.conf`:"
    )
    operator.write_kcat_settings(school)
    page.run("cat kcat.conf")
    page.run(f"kcat -q -F kcat.conf -b {operator.tls} -C -t agency.{school}.receipts -o beginning -e -f '{FORMAT}'",
             shows="safeguarding.receipt.v1")  # fmt: skip


def refusing(operator: Operator, page: Transcript, school: str, police: str) -> None:
    """A foreign principal is refused, and learns nothing."""
    page.say(
        "## A foreign principal is refused\n\nThe school writes to the topic of the police, and to one that nobody has:"
        " the same answer, so that nobody learns which agencies there are. It sees its own four topics."
    )
    for topic in (f"agency.{police}.events", "agency.nobody-has-this.events"):
        page.run(
            f"echo forged | kcat -F kcat.conf -b {operator.tls} -P -t {topic} -X message.timeout.ms=5000",
            ends=1,
            shows="authorization failed",
        )
    page.run(f"kcat -q -F kcat.conf -b {operator.tls} -L -J | tr ',' '\\n' | grep -o 'agency[.a-z0-9-]*' | sort -u",
             shows=f"agency.{school}.events")  # fmt: skip
    log = operator.logins.parent / "broker.log"
    if log.exists():
        page.say("The broker's log keeps each refusal, for its administrator:")
        page.run(f"grep -o 'Principal = User:agency.{school} is Denied.*{police}.*' {log} | cut -c1-160 | head -n 1")


def trouble(operator: Operator, page: Transcript) -> None:
    """A wrong password is told as what it is."""
    page.say("## A wrong password\n\nSaid within seconds, with what to do.")
    wrong = page.work / "wrong"
    wrong.mkdir(mode=0o700)
    for file in (operator.logins / "hub").iterdir():
        (wrong / file.name).write_bytes(b"not-the-password" if file.name == "kafka-password" else file.read_bytes())
    page.run("hub doctor", ends=1, shows="refuses this username and password", HUB_KAFKA_LOGIN=str(wrong))


def revoking(operator: Operator, page: Transcript, school: str) -> None:
    """The agency's key was misused."""
    page.say(
        "## A key was misused\n\nIt stops counting from that moment on, what it signed since is listed, and the"
        " principal is put out of the broker. Marking those entries is a person's work."
    )
    folder = operator.agency(school)
    since = (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S")
    kid = read_agency_folder(folder).signing_key["kid"]
    page.run(f"hub agency revoke {school} {kid} --since {since} --principal", shows="5 permissions")
    time.sleep(1)
    sends = f"hub-connect json --from {SAMPLE} --to kafka://{operator.broker} --agency {folder}"
    page.run(sends, ends=1, shows="refuses this username and password")


def main(words: list[str]) -> int:
    """Make the page."""
    target, suffix = Path(words[0]) if words else PAGE, words[1] if len(words) > 1 else ""
    school, police = f"hill-school{suffix}", f"northshire-police{suffix}"
    with tempfile.TemporaryDirectory() as work:
        operator = Operator(Path(work))
        page = operator.transcript(INTRODUCTION)
        adding(operator, page, school, police)
        sending(operator, page, school)
        reading_by_kcat(operator, page, school)
        refusing(operator, page, school, police)
        trouble(operator, page)
        revoking(operator, page, school)
        target.write_text(page.text(*operator.secrets()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
