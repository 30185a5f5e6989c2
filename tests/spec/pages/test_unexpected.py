"""An error that nobody expected is a page with a reference number, and tells of itself to nobody."""

from typing import Any

from structlog.testing import capture_logs


def test_the_page_gives_a_number_to_quote_and_whom_to_ring_and_the_log_says_what_it_was(
    social_worker: Any, rows: Any
) -> None:
    rows.others = None
    with capture_logs() as logged:
        answer = social_worker.reads()
    (line,) = [one for one in logged if one["event"] == "unexpected-error"]
    assert (answer.status_code, answer.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert line["reference"] in answer.text
    assert "01632 960 100" in answer.text
    assert not any(word in answer.text for word in ("Traceback", "TypeError", "NoneType"))
    assert "default-src 'none'" in answer.headers["content-security-policy"]
