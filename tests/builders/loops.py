"""A loop of a test's own: a browser that other tests keep open has one in the main thread."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def in_a_thread(whole: Coroutine[Any, Any, Result]) -> Result:
    """Run it to its end in a thread with a loop of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, whole).result()
