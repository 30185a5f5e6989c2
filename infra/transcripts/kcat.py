"""Writes docs/transcripts/kcat.md: what an integrator without Python does, with kcat, OpenSSL and a shell.

    eval "$(infra/services.sh env)"; .venv/bin/python infra/transcripts/kcat.py [PAGE] [SUFFIX]

Every command is run, on the broker that HUB_TEST_KAFKA_SECURE names; see `pages.py`. SUFFIX is put behind the agency's
id, for a broker that has seen it before.
"""

import sys
import tempfile
from pathlib import Path

from on_secured_kafka import SAMPLE, Operator
from pages import TRANSCRIPTS, Transcript

PAGE = TRANSCRIPTS / "kcat.md"
INTRODUCTION = """# Without Python: kcat and OpenSSL

Made by `infra/transcripts/kcat.py`, which runs every command below on a real broker with TLS and ACLs; run it again to
see for yourself. Nothing here is the hub's own code but the first step, which seals and signs a sample: your own system
does that ([how](../integrators.md#your-own-code)). kcat is Debian's; OpenSSL is 3.0.
"""
VERIFY = r"""#!/bin/bash
# verify.sh KEYS: whether receipt.jws is a signature over receipt.json by the hub's key in KEYS (agency.json).
set -euo pipefail
decode() { local text; read -r text; while ((${#text} % 4)); do text+==; done; basenc --base64url -d <<<"$text"; }
header=$(cut -d. -f1 receipt.jws) signature=$(cut -d. -f3 receipt.jws)
kid=$(decode <<<"$header" | grep -o '"kid":"[^"]*"' | cut -d'"' -f4)
x=$(tr '{' '\n' <"$1" | grep "\"kid\":\"$kid\"" | grep -o '"x":"[^"]*"' | cut -d'"' -f4)
[ -n "$x" ] || { echo "the hub has no key $kid"; exit 1; }
{ printf '\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00'; decode <<<"$x"; } >hub.der
decode <<<"$signature" >receipt.sig
printf '%s.%s' "$header" "$(basenc --base64url -w0 <receipt.json | tr -d =)" >signed.txt
openssl pkeyutl -verify -pubin -keyform DER -inkey hub.der -rawin -in signed.txt -sigfile receipt.sig
"""


def writing(operator: Operator, page: Transcript, school: str) -> None:
    """A sealed, signed message is put on the topic."""
    page.say(
        "## A message is sent\n\nTwo files: the exact bytes, and the signature over them. kcat writes the one as the"
        " value and the other as the header `jws`, under the envelope's `subject` as the key, so that one child's"
        " messages keep their order."
    )
    folder = operator.agency(school)
    page.run(f"hub-connect json --from {SAMPLE} --to file:out --agency {folder}", shows="Delivered 1")
    page.run("ls out")
    page.run('grep -o \'"subject":"[0-9a-f]*"\' out/*.json | cut -d\'"\' -f4 | tee subject', shows="")
    page.run("cat kcat.conf")
    sends = f"kcat -q -F kcat.conf -b {operator.tls} -P -t agency.{school}.urgent -X acks=all"
    page.run(
        f'{sends} -k "$(cat subject)" -H jws="$(cat out/*.jws)"'
        " -H content-type=application/cloudevents+json out/*.envelope.json"
    )
    page.say("That kcat was answered says that the broker has it. Whether the hub has it, only the receipt says.")


def reading(operator: Operator, page: Transcript, school: str) -> None:
    """The receipt is read and verified."""
    page.say("## The receipt is read\n\nThe value is the receipt; its signature is in the header `jws`.")
    reads = f"kcat -q -F kcat.conf -b {operator.tls} -C -t agency.{school}.receipts -o beginning -c 1"
    page.run(f"{reads} -f '%s' >receipt.json && cat receipt.json", shows='"outcome":"accepted"')
    page.run(f"{reads} -f '%h' | tr ',' '\\n' | sed -n 's/^jws=//p' >receipt.jws && cat receipt.jws")
    page.say(
        "## Its signature is verified\n\nThe hub's public keys are in `agency.json`; the header of the signature names"
        " one of them. What is signed is the header, a dot, and the value in base64url (RFC 7515, appendix F)."
    )
    (page.work / "verify.sh").write_text(VERIFY, encoding="utf-8")
    page.run("cat verify.sh")
    keys = operator.agency(school) / "agency.json"
    page.run(f"bash verify.sh {keys}", shows="Signature Verified Successfully")
    page.say("One changed word, and it does not hold:")
    page.run("sed -i s/accepted/refused_/ receipt.json")
    page.run(f"bash verify.sh {keys}", ends=1, shows="Signature Verification Failure")


def main(words: list[str]) -> int:
    """Make the page."""
    target, school = Path(words[0]) if words else PAGE, f"elm-school{words[1] if len(words) > 1 else ''}"
    with tempfile.TemporaryDirectory() as work:
        operator = Operator(Path(work))
        page = operator.transcript(INTRODUCTION)
        contact = "--area northshire --duty-contact '01632 960 100'"
        page.quietly(f"hub agency add {school} --type school --name 'Hill School' {contact}")
        operator.write_kcat_settings(school)
        with operator.intake():
            writing(operator, page, school)
            reading(operator, page, school)
        target.write_text(page.text(*operator.secrets()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
