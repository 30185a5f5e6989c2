"""Writes docs/transcripts/a-day-without-the-hub.md: hub and broker stop for a day, and a hospital's feed goes on.

    .venv/bin/python infra/transcripts/a_day_without_the_hub.py [PAGE] [MESSAGES_AN_HOUR]

It starts a Kafka of its own and stops it, so that it needs none that runs. The connector is the real one; its clock
alone is moved on, hour by hour (`moved_clock.py`). It ends in an error, and writes nothing, if a step does not end so.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hl7.client import MLLPClient
from pages import PROGRAMS, ROOT, TRANSCRIPTS, StepFailed, Transcript

from exchange import connect, decode, for_agency
from exchange.errors import Unreachable
from exchange.outbox import Outbox

PAGE = TRANSCRIPTS / "a-day-without-the-hub.md"
HOSPITAL, AUTHORITY = "northshire-hospital", "northshire-csc"
HOURS = 24
WITHIN_SECONDS = 300
REFERRAL = ROOT / "docs" / "samples" / "referral-received.json"
CONCERN = ROOT / "docs" / "samples" / "concern-raised.json"
INTRODUCTION = """# A day without the hub: a transcript

Made by `infra/transcripts/a_day_without_the_hub.py` on a real Kafka, a real `hub intake` and a real `hub-connect hl7`,
whose clock alone is moved on hour by hour; run it again to see for yourself. The hospital's system sends {number}
messages an hour over MLLP, each once the one before it was answered. What the connector promises meanwhile: it
answers `AA` only for what is on its disk, it tells somebody when a receipt is late, and it brings everything to the hub
in order when that is back.
"""


@dataclass
class Day:
    """The broker, the hub and the connector, each started and stopped as the day goes."""

    work: Path
    number: int
    ahead_s: int = 0
    sent: int = 0
    running: dict[str, "subprocess.Popen[str]"] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.work / "hub" / "agencies" / HOSPITAL

    @property
    def kafka(self) -> str:
        return "kafka://" + (self.run / "kafka.env").read_text("ascii").strip().partition("=")[2]

    @property
    def run(self) -> Path:
        return self.work / "run"

    def settings(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        path = f"{PROGRAMS}:{os.environ['PATH']}"
        told = {
            "HUB_DATA": str(self.work / "hub"),
            "COLUMNS": "140",
            "PATH": path,
            "HUB_INFRA_RUN": str(self.run),
        }
        return {**kept, **told}

    def broker(self, act: str) -> None:
        command = [ROOT / "infra" / "kafka" / f"{act}.sh"]
        subprocess.run(command, env=self.settings(), check=False, capture_output=True)  # noqa: S603 (our own script)

    def start_broker(self) -> None:
        """Start the broker on its port; a busy machine is given time."""
        self.broker("start")
        until(self._broker_answers, "the broker answers")

    def _broker_answers(self) -> bool:
        try:
            connect(self.kafka).close()
        except Unreachable:
            return False
        return True

    def choose_port(self) -> None:
        """Tell the broker's start script on which port to listen, now and after it was killed."""
        self.run.mkdir()
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            (self.run / "kafka.env").write_text(f"HUB_TEST_KAFKA=127.0.0.1:{one.getsockname()[1]}\n", "ascii")

    def kill_broker(self) -> None:
        """Kill the broker that was started; it starts again with its data and on its port."""
        os.kill(int((self.run / "kafka.pid").read_text("ascii").split()[0]), signal.SIGKILL)

    def start(self, name: str, *command: str | Path) -> None:
        """Start a process under a name; what it says on standard error goes into a file of that name."""
        env = {**self.settings(), "HUB_TRANSPORT": self.kafka}
        log = (self.work / f"{name}.log").open("a")
        self.running[name] = subprocess.Popen(  # noqa: S603 (the programs are the hub's own)
            command, env=env, cwd=self.work, stdout=subprocess.PIPE, stderr=log, text=True
        )

    def intake(self) -> None:
        self.start("intake", PROGRAMS / "hub", "intake")

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        process.kill()
        process.wait()

    def listen(self) -> None:
        """Start the connector; remember where it listens."""
        self.move(0)
        script = ROOT / "infra" / "transcripts" / "moved_clock.py"
        places = [self.work / name for name in ("clock", "metrics.prom", "status.html")]
        self.start("hub-connect", sys.executable, script, self.folder, self.kafka, *places)
        told = (self.running["hub-connect"].stdout or sys.stdin).readline()
        found = re.fullmatch(r"listening mllp://127\.0\.0\.1:(\d+)\n", told)
        if found is None:
            raise StepFailed("the connector did not listen")
        self.port = int(found[1])

    def move(self, seconds: int) -> None:
        """Move the connector's clock ahead."""
        self.ahead_s += seconds
        part = self.work / "clock.part"
        part.write_text(str(self.ahead_s), "ascii")
        part.replace(self.work / "clock")

    def attend(self) -> int:
        """Send an hour's messages as the hospital's system does; return how many were answered AA."""
        with MLLPClient("127.0.0.1", self.port) as client:
            numbers = range(self.sent, self.sent + self.number)
            self.sent += self.number
            return sum(b"MSA|AA" in client.send_message(attendance(number)) for number in numbers)

    def unanswered(self) -> int:
        outbox = Outbox(self.folder / "outbox.db")
        found = outbox.unanswered()
        outbox.close()
        return found

    def memory(self) -> int:
        """The connector's resident memory in megabytes."""
        status = Path(f"/proc/{self.running['hub-connect'].pid}/status").read_text("ascii")
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) // 1_000

    def metrics(self) -> str:
        return (self.work / "metrics.prom").read_text("utf-8") if (self.work / "metrics.prom").exists() else ""

    def arrived(self, topic: str) -> list[tuple[str, int]]:
        """The id of every message on a topic, as often as it is there, and when the log took it, in order."""
        log = connect(self.kafka)
        consumer = log.consumer(f"agency.{HOSPITAL}.counting", topics=[topic])
        found: list[tuple[str, int]] = []
        everywhere = [(topic, partition) for partition in range(log.topics()[topic])]
        while len(found) < sum(log.end_offsets(everywhere).values()):
            found += [(decode(record.value).id, record.timestamp_ms) for record in consumer.poll(500, 1.0)]
        consumer.close()
        log.close()
        return found

    @contextmanager
    def lived(self) -> Iterator[None]:
        """End every process at the end of the block, however it ends."""
        try:
            yield
        finally:
            for name in list(self.running):
                self.kill(name)
            self.broker("stop")


def attendance(number: int) -> bytes:
    """An attendance of the referral's child at the emergency department."""
    visit = "|".join(
        ["PV1", "", "E", "ED^^^Northshire Hospital", *[""] * 15, f"V-{number}", *[""] * 24, "20260303194000"]
    )
    return "\r".join(
        [
            f"MSH|^~\\&|NORTHPAS|NSH|HUB|NORTHSHIRE|20260303194300||ADT^A04|M-{number}|P|2.4",
            "EVN||20260303194300",
            "PID|||H-1^^^NSH^MR~9990090106^^^NHS^NH||Quill^Tamsin^Joy||20160921|F" + "|" * 24 + "NSTS01",
            visit,
        ]
    ).encode()


def until(holds: Callable[[], bool], what: str) -> float:
    """Wait until something holds; return how many seconds that took."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > WITHIN_SECONDS:
            raise StepFailed(f"not within {WITHIN_SECONDS} seconds: {what}")
        time.sleep(0.1)
    return time.monotonic() - began


def before(day: Day, page: Transcript) -> None:
    """All is well: a first hour's messages are answered by the hub."""
    day.broker("install")
    day.start_broker()
    contact = "--area northshire --duty-contact '01632 960 100'"
    for agency, kind in ((HOSPITAL, "health"), (AUTHORITY, "childrens-social-care")):
        page.quietly(f"hub agency add {agency} --type {kind} --name {agency} {contact}", HUB_TRANSPORT=day.kafka)
    day.intake()
    authority = day.folder.with_name(AUTHORITY)
    page.quietly(
        f"hub-connect json --from {REFERRAL} --to {day.kafka} --agency {authority} --wait 60", shows="1 accepted"
    )
    day.listen()
    taken = day.attend()
    until(lambda: day.unanswered() == 0, "the first hour's receipts came")
    page.say(f"## Before\n\n{taken} messages are sent and answered `AA`, and the hub's receipts for all of them come.")
    until(lambda: 'hub_connect_hub_reached{agency="northshire-hospital"} 1.0' in day.metrics(), "the hub is reached")
    page.run("grep -v '^#' metrics.prom | grep -v ' 0.0$'")


def away(day: Day, page: Transcript) -> None:
    """Hub and broker stop; the feed goes on for a day."""
    day.kill("intake")
    day.kill_broker()
    page.say("## The hub and the broker are gone\n\n`hub intake` and the broker are killed. The hospital goes on.")
    rows = [
        "| hour | answered AA | without a receipt | late | memory of hub-connect, MB |",
        "|---|---|---|---|---|",
    ]
    for hour in range(1, HOURS + 1):
        taken = day.attend()
        if hour == 1:
            day.move(15 * 60)
            noticed = until(lambda: late(day) == day.number, "the alarm was raised")
            day.move(45 * 60)
        else:
            day.move(3_600)
            until(lambda told=hour * day.number: late(day) == told, "what is late was noticed")
        if hour in (1, 2, 6, 12, 18, 24):
            rows.append(f"| {hour} | {taken} of {day.number} | {day.unanswered():,} | {late(day):,} | {day.memory()} |")
    page.say("\n".join(rows))
    page.say(
        f"The metrics file said so {noticed:.1f} s after the first hour's messages were 15 minutes old."
        " The log, once for each change:"
    )
    page.run("grep receipts-late hub-connect.log | head -n 3 | cut -c1-150")
    page.say(
        "And the page that `--status-page` keeps, without its markup. (Whether the hub is reached is known by the real"
        " clock, after\na time-out of half a minute; this day took about as long.)"
    )
    page.run("sed -e '1,/<body>/d' -e 's/<[^>]*>//g' status.html | grep -v '^ *$' | head -n 6", shows="no receipt")


def concern(day: Day, page: Transcript) -> None:
    """In the last hour somebody sends a concern by another connector from the same folder."""
    page.say(
        "## A concern in the last hour\n\nIt is sent by a second `hub-connect`, from the same folder. One process at a"
        " time carries from an outbox; what another puts is that one's to send, and goes first, since it is urgent."
    )
    page.run(f"hub-connect json --from {CONCERN} --to {day.kafka} --agency {day.folder}", shows="Another hub-connect")


def back(day: Day, page: Transcript) -> None:
    """The broker and the hub come back; everything is accounted for."""
    page.say("## The hub is back\n\nThe broker is started, and `hub intake`. Nobody touches the connector.")
    day.start_broker()
    day.intake()
    waited = until(lambda: day.unanswered() == 0, "every receipt came")
    until(lambda: late(day) == 0, "the alarm ended")
    page.run("grep -E 'courier-goes-again|receipts-late' hub-connect.log | tail -n 2 | cut -c1-150")
    page.run("grep -E 'state=\"accepted\"|receipts_late' metrics.prom")
    topics = for_agency(HOSPITAL)
    events, urgent = day.arrived(topics.events), day.arrived(topics.urgent)
    first = list(dict.fromkeys(id for id, _ in events))
    if first != [f"M-{number}" for number in range(day.sent)]:
        raise StepFailed(f"{len(first)} of {day.sent} messages arrived, or not in order")
    later = [at for id, at in events if int(id[2:]) >= day.number]
    fullest = max(sum(1 for at in later if start <= at < start + 1_000) for start in later)
    page.say(
        f"""| account | |
|---|---|
| messages that the hospital sent, each answered `AA` | {day.sent:,} |
| different messages on the hub's topic, in the order in which they were sent | {len(first):,} |
| of these and the concern, with the hub's receipt in the outbox | {day.sent + 1:,} |
| sent more than once, since a receipt was slow | {len(events) - len(first):,} |
| the concern lay on its topic before the first message of the backlog by | {min(later) - urgent[0][1]:,} ms |
| from the hub's start to the last receipt | {waited:.0f} s |
| most messages on the topic within one second | {fullest:,} |
| memory of `hub-connect` at the end | {day.memory()} MB |"""
    )


def late(day: Day) -> int:
    """How many messages the metrics file calls late, of both lanes."""
    return sum(
        int(float(found)) for found in re.findall(r"^hub_connect_receipts_late\{.*\} (\S+)$", day.metrics(), re.M)
    )


def main(words: list[str]) -> int:
    """Make the page."""
    target, number = Path(words[0]) if words else PAGE, int(words[1]) if len(words) > 1 else 20
    with tempfile.TemporaryDirectory() as work:
        day = Day(Path(work), number)
        day.choose_port()
        shown = {str(day.folder): "/etc/hub/northshire-hospital", str(CONCERN): "concern.json"}
        page = Transcript(day.work, INTRODUCTION.format(number=number), day.settings(), shown)
        with day.lived():
            before(day, page)
            away(day, page)
            concern(day, page)
            back(day, page)
        target.write_text(page.text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
