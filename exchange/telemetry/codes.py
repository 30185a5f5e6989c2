"""Every event that hub and connectors log, by its stable code: what it means, and what an operator does about it.

`docs/operators.md` shows the same table. A code is never used for another meaning; one that is no longer logged stays
known here until no log that holds it is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass

NOTHING = "Nothing."
A_PERSON = "It waits on the page of what waits, with its reason; a person deals with it within an hour."


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One event: its code, what it means, and what to do."""

    code: str
    means: str
    do: str = NOTHING


LOG_EVENTS: tuple[LogEvent, ...] = (
    LogEvent("started", "A process of the hub has opened its store and its transport."),
    LogEvent("stopped", "A process was told to stop and has let go of everything."),
    LogEvent(
        "failpoint-armed",
        "This process ends itself where `HUB_FAILPOINT` says, as the fault laboratory has it.",
        "Take that setting away from a hub that serves people.",
    ),
    LogEvent(
        "crashed",
        "A process or thread ended by an error that nobody expected.",
        "Start it again; report `reference`, `error` and `where`. Nothing receipted is lost.",
    ),
    LogEvent(
        "background-work-failed",
        "One of a process's threads ended by an error; the process stops.",
        "Start it again; report `error` and `where`.",
    ),
    LogEvent("batch-taken", "Messages were taken, with their receipts, in one transaction."),
    LogEvent("message-taken", "One message was taken and answered; `trace_id` is its sender's."),
    LogEvent("message-quarantined", "A message could not be accepted; its sender was told why.", A_PERSON),
    LogEvent(
        "message-poisoned",
        "The hub failed on a message; after three tries it is put in quarantine.",
        "Report `error` and `where`: it is a fault of the hub's.",
    ),
    LogEvent(
        "batch-not-written",
        "The store refused what a batch would write; its messages are tried one by one.",
        "Report `error` and `where` if it comes again.",
    ),
    LogEvent("batch-lost-to-another-process", "Another process took the same messages first; this one reads on."),
    LogEvent(
        "transport-trouble", "The topics cannot be read now; it is tried again.", "See that the broker runs: `detail`."
    ),
    LogEvent("store-trouble", "The store cannot be written now; it is tried again.", "See that the database runs."),
    LogEvent(
        "offset-lost",
        "Messages fell off a topic before they were read, or the topic was made anew.",
        "See `hub incidents list`: ask the agency whether its connector sent that range again; then close `incident`.",
    ),
    LogEvent(
        "intake-stalled",
        "A consumer has not gone round, or reads nothing of a lane in which messages wait; its process ends.",
        "A supervisor starts it again, and nothing is lost; report `lane` and `seconds` if it comes again.",
    ),
    LogEvent("process-was-suspended", "A process could not run for `seconds`; it goes on."),
    LogEvent("backlog-unknown", "How many messages wait could not be counted; the last count stands.", "See `error`."),
    LogEvent("quota-unknown", "An agency's quota could not be read; the last one stands.", "See that the store runs."),
    LogEvent(
        "sequence-gap",
        "Numbered messages of an agency have been missing for over 15 minutes.",
        "Ask the agency to send again from `first` to `last`; `hub gaps` lists all.",
    ),
    LogEvent(
        "sequence-number-used-twice",
        "A source gave two messages one number; both were taken.",
        "Ask the agency whether its outbox was lost: `hub gaps`.",
    ),
    LogEvent(
        "gaps-not-watched",
        "Nobody could look for missing messages now; it is tried again.",
        "See that the database runs.",
    ),
    LogEvent(
        "sender-clock-ahead",
        "A message is dated more than 5 minutes ahead; it was taken.",
        "Ask the agency to set its clock.",
    ),
    LogEvent(
        "schema-not-taken",
        "A file of HUB_SCHEMAS does not count; `detail` says why.",
        "Mend it: `hub schemas` judges it again.",
    ),
    LogEvent("receipts-wait", "Receipts cannot be sent now; it is tried again.", "See that the broker runs."),
    LogEvent("notices-wait", "Notices cannot be written or sent now; it is tried again.", "See `error` or `code`."),
    LogEvent(
        "concern-not-listed",
        "A concern was sent from the pages, and is not in the list of who raised it.",
        "See that the database runs; the concern itself is safe.",
    ),
    LogEvent(
        "unexpected-error",
        "A request ended in an error that nobody expected; who asked was told `reference`.",
        "Report `reference`, `error` and `where`.",
    ),
    LogEvent(
        "operator-port-failed",
        "A request on the operator's port was not answered: it was broken off, or an error nobody expected.",
        "Report `error` and `where` if it comes again.",
    ),
    LogEvent("part-not-ready", "A part did not answer `/readyz`; `reason` is its code.", "See the reasons of health."),
    LogEvent("state-not-read", "The figures of the store could not be read for `/metrics`.", "See that it runs."),
    LogEvent(
        "no-witness",
        "No witness is set: a restore may show again what was withheld since the backup.",
        "Set `HUB_WITNESSES`.",
    ),
    LogEvent(
        "closed-to-readers",
        "The store lacks something that was witnessed (`reason`): nothing is shown; intake goes on.",
        "`hub doctor` says what is missing.",
    ),
    LogEvent(
        "open-to-readers",
        "The store has caught up with its witnesses: readers are let in.",
    ),
    LogEvent(
        "leaves-taken-back",
        "Leaves of the audit log that a restore had lost came back from a witness.",
    ),
    LogEvent(
        "leaves-not-taken-back",
        "A witness does not hold the leaves of the audit log that are missing.",
        "See that every witness is mounted.",
    ),
    LogEvent(
        "witness-not-told",
        "A witness cannot be written; it is tried again.",
        "See that its folder is mounted and has room.",
    ),
    LogEvent(
        "witness-trouble",
        "What was witnessed cannot be compared with the store now; it is tried again.",
        "See that the database and the witnesses answer.",
    ),
    LogEvent(
        "audit-log-went-back",
        "The audit log does not continue what was witnessed, or what this process knew: nothing is shown until it is "
        "started again; `hub intake` ends with status 4.",
        "Run `hub doctor` and `hub audit verify`; if a store was put back, start every process of the hub again.",
    ),
    LogEvent(
        "checkpoint-not-kept",
        "The audit log does not continue the checkpoint kept beside the store.",
        "Run `hub audit verify`; after a restore, `hub restore` sets the old one aside.",
    ),
    LogEvent("library-event", "A library that the hub is built of logged something.", "See `library` and `words`."),
    LogEvent(
        "event-not-registered",
        "An event without a code was logged: a fault of the hub's.",
        "Report the line before it.",
    ),
    LogEvent("courier-goes-again", "A connector carries messages again after a failure."),
    LogEvent(
        "courier-round",
        "The hub did not take messages, or a receipt did not bear its signature.",
        "Compare the hub's public keys with those of the agency's folder.",
    ),
    LogEvent(
        "courier-failed", "A connector can carry nothing now; everything is kept.", "See that the hub is reached."
    ),
    LogEvent(
        "courier-lane-waits",
        "The hub asked a connector to wait with `lane`; everything is kept, and the other lane goes on.",
        "If it is so every day, ask the hub's operator for a larger quota (`hub agency quota`).",
    ),
    LogEvent("hub-did-not-file", "The hub quarantined or refused a message.", "Put it right at the source: `title`."),
    LogEvent("receipts-late", "So many messages have waited too long for their receipts.", "Ring the hub's operator."),
    LogEvent("notices-not-read", "A connector cannot read the hub's notices now.", "See that the hub is reached."),
    LogEvent("notices-not-believed", "Notices were not signed by the hub.", "Compare the hub's public keys."),
    LogEvent("history-requested", "The hub asked for what it had not admitted; what is kept is sent again."),
    LogEvent("day-agrees", "The hub holds what was sent from here on a day."),
    LogEvent("day-disagrees", "The hub lacks or has otherwise what was sent.", "See `status`; it is sent again."),
    LogEvent("status-not-told", "A connector's metrics or page cannot be written.", "See the disk."),
    LogEvent("mllp-connection-makes-way", "All connections were taken, and a silent one was closed for a new one."),
    LogEvent("mllp-connection-refused", "More systems connect than the listener takes.", "See who connects."),
    LogEvent("mllp-connection-lost", "A sending system's connection ended within a message; it will send it again."),
    LogEvent("mllp-message-broken-off", "A sending system stopped within a message; it will send it again."),
    LogEvent(
        "hl7-message-not-kept", "The outbox could not be written; the system was told to resend.", "See the disk."
    ),
    LogEvent("hl7-message-rejected", "A message cannot be said as an event.", "Put it right at the source: `reasons`."),
)

BY_CODE: Mapping[str, LogEvent] = {event.code: event for event in LOG_EVENTS}
