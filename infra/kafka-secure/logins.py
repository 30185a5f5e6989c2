"""The first logins of a secured broker: passwords for its administrator, whose certificate is used, and for the hub.

logins.py HOME ADDRESS: makes HOME/logins/admin and HOME/logins/hub, unless they are there. Nothing secret is printed.
"""

import secrets
import sys
from pathlib import Path

from exchange.topic_log.access import open_access
from exchange.topic_log.login import has_login, read_login, write_password_login

PRINCIPALS = ("admin", "hub")


def make_logins(home: Path, address: str) -> None:
    """Give each principal a random password, on the broker and in a folder of its own."""
    logins = home / "logins"
    access = open_access(f"kafka://{address}", read_login(logins / "admin-certificate"))
    for principal in PRINCIPALS:
        folder = logins / principal
        if not has_login(folder):
            password = secrets.token_urlsafe(32)
            write_password_login(folder, ca=(home / "ca.pem").read_bytes(), username=principal, password=password)
        access.let_in(principal, (folder / "kafka-password").read_text("utf-8"))
    access.close()


if __name__ == "__main__":
    make_logins(Path(sys.argv[1]), sys.argv[2])
