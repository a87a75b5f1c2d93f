"""A headless Chromium, spoken to through a pipe (Chrome DevTools Protocol)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

PROGRAM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
ELSEWHERE = "oa.example"
"""A name of this machine that browsers take for another machine's: over plain HTTP they tell it less."""
_SECONDS = 30


_GONE = ("navigated or closed", "context was destroyed", "Cannot find context")


class PageGoneError(AssertionError):
    """A page was asked something and went before it answered."""


class Page:
    """One page of the browser."""

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read = write, read
        self._numbers = count(1)
        self._rest = b""
        self._session = ""
        target = self.command("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.command("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "DOM", "Runtime"):
            self.command(f"{domain}.enable")

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Sends a command and waits for its result."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != number:
            pass
        if any(words in answer.get("error", {}).get("message", "") for words in _GONE):
            raise PageGoneError(answer)
        assert "error" not in answer, answer
        result = answer["result"]
        assert isinstance(result, dict)
        return result

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression."""
        told = self.command("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def open(self, url: str) -> None:
        """Goes to an address and waits until the page is there."""
        self.command("Page.navigate", url=url)
        self.wait_until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def choose(self, selector: str, *files: Path) -> None:
        """Chooses files in a form."""
        root = self.command("DOM.getDocument")["root"]["nodeId"]
        node = self.command("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.command("DOM.setFileInputFiles", files=[str(file) for file in files], nodeId=node)

    def press(self, key: str, code: int, text: str = "") -> None:
        """Presses a key."""
        named = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self.command("Input.dispatchKeyEvent", type="keyDown", text=text, **named)
        self.command("Input.dispatchKeyEvent", type="keyUp", **named)

    def wait_until(self, expression: str) -> None:
        """Waits until an expression is true."""
        until = time.monotonic() + _SECONDS
        while not self._is_true(expression):
            assert time.monotonic() < until, expression
            time.sleep(0.05)

    def _is_true(self, expression: str) -> bool:
        try:
            return bool(self.evaluate(expression))
        except PageGoneError:  # asked of a page that was just giving way to the next
            return False

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._read, 1 << 16)
            assert piece, "the browser has gone"
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\0")
        message = json.loads(line)
        assert isinstance(message, dict)
        return message


@contextmanager
def browser(folder: Path, *, width: int = 1280) -> Iterator[Page]:
    """A page in a browser of its own, whose profile is in ``folder``."""
    (their_read, write), (read, their_write) = os.pipe(), os.pipe()

    def settle() -> None:
        os.dup2(their_read, 103)
        os.dup2(their_write, 104)
        os.dup2(103, 3)
        os.dup2(104, 4)

    process = subprocess.Popen(
        [
            PROGRAM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--remote-debugging-pipe",
            f"--user-data-dir={folder}",
            f"--window-size={width},900",
            f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=settle,
        close_fds=False,
    )
    os.close(their_read)
    os.close(their_write)
    try:
        yield Page(write, read)
    finally:
        os.close(write)
        os.close(read)
        process.kill()
        process.wait()
