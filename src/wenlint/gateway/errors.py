"""Requests that get no judgement, and what their senders are told."""

from __future__ import annotations

from wenlint.text.patterns import pattern

_UNDONE = pattern("，都?没有查")


class RefusedError(Exception):
    """A request that is not judged: an HTTP status, one line in Chinese, and a short English word for the metrics."""

    def __init__(self, status: int, reason: str, message: str, retry_after: int = 0) -> None:
        super().__init__(message)
        self.status, self.reason, self.message, self.retry_after = status, reason, message, retry_after

    @property
    def headers(self) -> dict[str, str]:
        """Headers that belong to the status."""
        headers = {"Retry-After": str(self.retry_after)} if self.retry_after else {}
        if self.status == 401:  # RFC 9110, 11.6.1; a browser asks its user, any name will do
            headers["WWW-Authenticate"] = 'Basic realm="wenlint", charset="UTF-8"'
        return headers


def reason_alone(message: str) -> str:
    """The message without its "没有查", for where a heading says what was not done."""
    return _UNDONE.sub("", message)


def busy(message: str = "现在要查的文稿太多，请稍后再传") -> RefusedError:
    """Told to come back (503)."""
    return RefusedError(503, "busy", message, retry_after=2)
