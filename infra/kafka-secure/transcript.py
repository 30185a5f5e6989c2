"""Writes docs/transcripts/secured-kafka.md: an agency is added to a secured Kafka, and what follows.

    eval "$(infra/services.sh env)"; .venv/bin/python infra/kafka-secure/transcript.py [PAGE] [SUFFIX]

Every command is run, on the broker that HUB_TEST_KAFKA_SECURE names, and its output is what the page shows; folders
are shown as an operator would have them. SUFFIX is put behind the agencies' ids, for a broker that has seen them
before. It ends in an error, and writes nothing, if a step does not end as it should or a secret would be on the page.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from certificates import issue_login

from exchange.agency_folder import read_agency_folder

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "transcripts" / "secured-kafka.md"
PROGRAMS = ROOT / ".venv" / "bin"
SAMPLE = ROOT / "docs" / "samples" / "concern-raised.json"
FORMAT = r"%t partition %p offset %o\n%s\n"
INTRODUCTION = """# Agencies on a secured Kafka: a transcript

Made by `infra/kafka-secure/transcript.py`, which runs every command below on a real broker with TLS, passwords
(SCRAM-SHA-512) and ACLs that deny by default; run it again to see for yourself. kcat is an
independent client (Debian's, on librdkafka 2.0.2).

The operator's settings, here and below:

```sh
export HUB_TRANSPORT=kafka://BROKER        # the SASL_SSL listener
export HUB_KAFKA_LOGIN=/etc/hub/kafka/hub    # the hub's own login: kafka.json, kafka-ca.pem, kafka-password
export HUB_KAFKA_ADMIN=/etc/hub/kafka/admin  # the broker administrator's, for `hub agency` and nothing else
```
"""


class StepFailed(Exception):
    """A command did not end as the page says it does."""


@dataclass
class Transcript:
    """The page as it grows, and the folders in which the commands run."""

    work: Path
    broker: str
    tls: str
    logins: Path
    parts: list[str] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.work / "hub"

    @property
    def settings(self) -> dict[str, str]:
        """The environment of the hub's operator, without anything else of the hub's."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        login = {"HUB_KAFKA_LOGIN": str(self.logins / "hub"), "HUB_KAFKA_ADMIN": str(self.logins / "admin")}
        path = f"{PROGRAMS}:{os.environ['PATH']}"
        told = {"HUB_DATA": str(self.data), "HUB_TRANSPORT": f"kafka://{self.broker}", "COLUMNS": "140", "PATH": path}
        return kept | login | told

    def say(self, text: str) -> None:
        self.parts.append(text.strip())

    def run(self, command: str, *, ends: int = 0, shows: str = "", **settings: str) -> None:
        """Run a line of shell and put it on the page with what it printed; StepFailed unless it ends so."""
        done = subprocess.run(  # noqa: S602 (the lines are this file's own)
            command,
            shell=True,
            env=self.settings | settings,
            cwd=self.work,
            capture_output=True,
            text=True,
            timeout=120,
        )
        printed = (done.stdout + done.stderr).strip()
        if done.returncode != ends or shows not in printed:
            raise StepFailed(f"{command}\nended with {done.returncode}, not {ends}:\n{printed}")
        self.parts.append(
            f"```console\n$ {self._shown(command)}\n{self._shown(printed)}\n```".replace("\n\n```", "\n```")
        )

    def _shown(self, text: str) -> str:
        """Return a text with the folders as an operator would have them."""
        logs = str(self.logins.parent)
        shown = {
            str(self.logins): "/etc/hub/kafka",
            logs: "/var/log/kafka",
            str(self.data): "/var/lib/hub",
            str(SAMPLE): "concern.json",
        }
        for real, told in (*shown.items(), (f"{self.work}/", ""), (str(self.work), "/home/operator")):
            text = text.replace(real, told)
        return "\n".join(line.rstrip() for line in text.splitlines())

    def text(self) -> str:
        """Return the whole page; StepFailed if a password or a private key is on it."""
        text = INTRODUCTION.replace("BROKER", self.broker) + "\n" + "\n\n".join(self.parts) + "\n"
        for secret in [*self.work.rglob("kafka-password"), *self.logins.rglob("kafka-password")]:
            if secret.read_text("utf-8").strip() in text:
                raise StepFailed("a password would be on the page")
        if "PRIVATE KEY" in text or '"d"' in text:
            raise StepFailed("a private key would be on the page")
        return text


def write_kcat_settings(page: Transcript, school: str) -> None:
    """Have the test broker's authority issue the school a certificate, and write kcat's settings for it."""
    folder = page.work / "kcat"
    issue_login(page.logins.parent, f"agency.{school}", folder)
    files = {"ca": "kafka-ca.pem", "certificate": "kafka-certificate.pem", "key": "kafka-key.pem"}
    named = [f"ssl.{what}.location={folder / name}" for what, name in files.items()]
    (page.work / "kcat.conf").write_text("\n".join(["security.protocol=SSL", *named, ""]), encoding="utf-8")


def adding(page: Transcript, school: str, police: str) -> None:
    """Two agencies are added."""
    contact = "--area northshire --duty-contact '01632 960 100'"
    page.say("## An agency is added\n\nIts four topics, its principal with five permissions, its keys and its folder.")
    page.run(f"hub agency add {school} --type school --name 'Hill School' {contact}")
    page.run(f"hub agency add {police} --type police --name 'Northshire Police' {contact}")
    page.say("The folder goes to the agency. Nobody but its owner can read the secret files.")
    page.run(f"stat -c '%A %n' {page.data}/agencies/{school}/*")


def sending(page: Transcript, school: str) -> None:
    """The agency sends a concern, and the hub answers."""
    page.say(
        "## The agency sends\n\n`hub intake` runs beside this, logged in as the hub. The folder is all that is needed."
    )
    with (page.work / "intake.log").open("wb") as log:
        intake = subprocess.Popen([PROGRAMS / "hub", "intake"], env=page.settings, cwd=page.work, stderr=log)  # noqa: S603
        try:
            folder = f"{page.data}/agencies/{school}"
            sends = f"hub-connect json --from {SAMPLE} --to kafka://{page.broker} --agency {folder} --wait 60"
            page.run(sends, shows="1 accepted", HUB_KAFKA_LOGIN="", HUB_KAFKA_ADMIN="")
        finally:
            intake.terminate()
            intake.wait(timeout=30)


def reading_by_kcat(page: Transcript, school: str) -> None:
    """Another client reads the receipt."""
    page.say(
        "## Another client reads the receipt\n\nThe school may log in by a client certificate of the same name as well;"
        " the same permissions hold. (By password librdkafka must be 2.6.1 or later, since Kafka 4 rejects the SCRAM"
        " of earlier ones; Debian's kcat has an earlier one.) `kcat.conf`:"
    )
    write_kcat_settings(page, school)
    page.run("cat kcat.conf")
    page.run(f"kcat -q -F kcat.conf -b {page.tls} -C -t agency.{school}.receipts -o beginning -e -f '{FORMAT}'",
             shows="safeguarding.receipt.v1")  # fmt: skip


def refusing(page: Transcript, school: str, police: str) -> None:
    """A foreign principal is refused, and learns nothing."""
    page.say(
        "## A foreign principal is refused\n\nThe school writes to the topic of the police, and to one that nobody has:"
        " the same answer, so that nobody learns which agencies there are. It sees its own four topics."
    )
    for topic in (f"agency.{police}.events", "agency.nobody-has-this.events"):
        page.run(
            f"echo forged | kcat -F kcat.conf -b {page.tls} -P -t {topic} -X message.timeout.ms=5000",
            ends=1,
            shows="authorization failed",
        )
    page.run(f"kcat -q -F kcat.conf -b {page.tls} -L -J | tr ',' '\\n' | grep -o 'agency[.a-z0-9-]*' | sort -u",
             shows=f"agency.{school}.events")  # fmt: skip
    log = page.logins.parent / "broker.log"
    if log.exists():
        page.say("The broker's log keeps each refusal, for its administrator:")
        page.run(f"grep -o 'Principal = User:agency.{school} is Denied.*{police}.*' {log} | cut -c1-160 | head -n 1")


def trouble(page: Transcript) -> None:
    """A wrong password is told as what it is."""
    page.say("## A wrong password\n\nSaid within seconds, with what to do.")
    wrong = page.work / "wrong"
    wrong.mkdir(mode=0o700)
    for file in (page.logins / "hub").iterdir():
        (wrong / file.name).write_bytes(b"not-the-password" if file.name == "kafka-password" else file.read_bytes())
    page.run("hub doctor", ends=1, shows="refuses this username and password", HUB_KAFKA_LOGIN=str(wrong))


def revoking(page: Transcript, school: str) -> None:
    """The agency's key was misused."""
    page.say(
        "## A key was misused\n\nIt stops counting from that moment on, what it signed since is listed, and the"
        " principal is put out of the broker. Marking those entries is a person's work."
    )
    folder = page.data / "agencies" / school
    since = (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S")
    kid = read_agency_folder(folder).signing_key["kid"]
    page.run(f"hub agency revoke {school} {kid} --since {since} --principal", shows="5 permissions")
    time.sleep(1)
    sends = f"hub-connect json --from {SAMPLE} --to kafka://{page.broker} --agency {folder}"
    page.run(sends, ends=1, shows="refuses this username and password")


def main(words: list[str]) -> int:
    """Make the page."""
    target, suffix = Path(words[0]) if words else PAGE, words[1] if len(words) > 1 else ""
    school, police = f"hill-school{suffix}", f"northshire-police{suffix}"
    with tempfile.TemporaryDirectory() as work:
        logins = Path(os.environ["HUB_TEST_KAFKA_SECURE_LOGINS"])
        page = Transcript(
            Path(work), os.environ["HUB_TEST_KAFKA_SECURE"], os.environ["HUB_TEST_KAFKA_SECURE_TLS"], logins
        )
        adding(page, school, police)
        sending(page, school)
        reading_by_kcat(page, school)
        refusing(page, school, police)
        trouble(page)
        revoking(page, school)
        target.write_text(page.text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
