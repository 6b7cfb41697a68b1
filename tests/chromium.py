"""Chromium without a window, driven over a pair of pipes by its own protocol: no driver, no port, no package.

`--remote-debugging-pipe` has it read JSON messages, each ended by a NUL, from descriptor 3 and write them to 4
(https://chromedevtools.github.io/devtools-protocol/). Everything a page asks for and complains of is kept in `events`.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE = 60.0  # seconds


class Browser:
    """A page in Chromium."""

    def __init__(self, into: int, out: int) -> None:
        self._into, self._out, self._left, self._number = into, out, b"", 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Sends a command and waits for its answer; AssertionError where Chromium refuses."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        os.write(self._into, json.dumps(message | ({"sessionId": self._session} if self._session else {})).encode())
        os.write(self._into, b"\0")
        number = self._number
        while (answer := self._next()).get("id") != number:
            self.events.append(answer)
        assert "error" not in answer, answer
        found: dict[str, Any] = answer["result"]
        return found

    def _next(self) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE
        while b"\0" not in self._left:
            ready, _, _ = select.select([self._out], [], [], max(0.0, end - time.monotonic()))
            assert ready, "Chromium says nothing"
            read = os.read(self._out, 1 << 16)
            assert read, "Chromium has ended"
            self._left += read
        message, _, self._left = self._left.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def attach(self) -> None:
        """Takes the first page and listens to what it asks for and complains of."""
        targets = self.send("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        self._session = self.send("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setFocusEmulationEnabled", enabled=True)  # a page nobody looks at has no focus

    def open(self, path: Path) -> None:
        """Opens a file and waits until it is loaded."""
        self._load(path.resolve().as_uri())

    def again(self) -> None:
        """Opens the address that is shown anew, as one who was given it does."""
        address = self.ask("location.href")
        self._load("about:blank")
        self._load(address)

    def _load(self, address: str) -> None:
        seen = len(self.events)
        self.send("Page.navigate", url=address)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events[seen:]):
            self.events.append(self._next())

    def look(self, width: int, height: int = 900, *, dark: bool = False, media: str = "") -> None:
        """Sets how large the window is, which colours the reader prefers, and the medium."""
        mobile = width < 600
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def ask(self, expression: str) -> Any:
        """The value of a JavaScript expression on the page."""
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Presses and releases a key: a letter, Tab, Escape or an arrow."""
        text = {"text": key} if len(key) == 1 else {}
        code = {"Tab": 9, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40}.get(key, ord(key.upper()[0]))
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def point(self, element: str) -> None:
        """Moves the pointer over the middle of an element, which a JavaScript expression names."""
        middle = "(({ x, y, width, height }) => [x + width / 2, y + height / 2])"
        x, y = self.ask(f"{middle}({element}.getBoundingClientRect())")
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def picture(self, path: Path) -> None:
        """Saves what the window shows as PNG."""
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))

    def complaints(self) -> list[dict[str, Any]]:
        """Errors and warnings of the console, what was thrown and what the log has."""
        kinds = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
        return [event for event in self.events if event.get("method") in kinds]

    def requests(self) -> list[str]:
        """The addresses that were asked for."""
        sent = [event for event in self.events if event.get("method") == "Network.requestWillBeSent"]
        return [event["params"]["request"]["url"] for event in sent]


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium with a blank page, and nothing of the user's; it is gone when the block ends."""
    assert CHROMIUM is not None
    pipes = os.pipe(), os.pipe()
    read, into, out, write = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for pipe in pipes for end in pipe)
    for end in (*pipes[0], *pipes[1]):  # low numbers may be 3 and 4 themselves
        os.close(end)
    root = ["--no-sandbox"] if os.geteuid() == 0 else []  # its sandbox refuses to run as root
    # Its helpers outlive it by a moment, and may write while the folder is removed.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        # The shell puts the pipes where Chromium looks for them.
        line = f'exec "$@" 3<&{read} 4>&{write} {read}<&- {write}>&-'
        command = [
            *("bash", "-c", line, "chromium", CHROMIUM, "--headless=new", "--remote-debugging-pipe", *root),
            *("--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"),
            *("--disable-extensions", f"--user-data-dir={home}", "about:blank"),
        ]
        process = subprocess.Popen(command, pass_fds=(read, write), stderr=subprocess.DEVNULL)
        os.close(read)
        os.close(write)
        try:
            page = Browser(into, out)
            page.attach()
            yield page
        finally:
            process.terminate()
            process.wait()
            os.close(into)
            os.close(out)
