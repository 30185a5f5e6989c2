"""Text from elsewhere as a terminal or a log may show it: nothing in it moves the cursor, colours or turns the line."""


def printable(text: str) -> str:
    r"""Return text with every control, bidirectional or invisible character written out, such as `\u202e`.

    Line feeds stay. Source: OWASP ASVS 5.0, 16.4.1; `security.md` T8.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one == "\n" else _written_out(one) for one in text)


def _written_out(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
