"""Asks a running site for its pages every 200 ms, one after the other, and keeps how long each took."""

import threading
import time
from collections.abc import Mapping
from urllib.request import Request, urlopen

PAUSE = 0.2


class WebProbe:
    """A thread of this process, which has nothing else to do while it waits for the site's processes."""

    def __init__(self, port: int, pages: Mapping[str, str], cookie: str) -> None:
        self.base, self.pages, self.cookie = f"http://127.0.0.1:{port}", pages, cookie
        self.taken: dict[str, list[float]] = {name: [] for name in pages}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def __enter__(self) -> "WebProbe":
        for path in self.pages.values():
            self.get(path)
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stopping.set()
        self._thread.join()

    def _ask(self) -> None:
        while not self._stopping.is_set():
            for name, path in self.pages.items():
                self.taken[name].append(self.ask(path))
                self._stopping.wait(PAUSE)

    def ask(self, path: str) -> float:
        """The seconds that the site took."""
        began = time.perf_counter()
        self.get(path)
        return time.perf_counter() - began

    def get(self, path: str) -> str:
        request = Request(self.base + path, headers={"Cookie": f"sessionid={self.cookie}"})
        with urlopen(request, timeout=60) as answer:
            found = answer.read().decode()
            if answer.url != self.base + path:
                raise RuntimeError(f"{path} led to {answer.url}")
        return str(found)
