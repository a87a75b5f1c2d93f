"""Figures for Prometheus. Labels are verdicts, rules and statuses: nothing of a draft, its name or its sender."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from wenlint.gateway.ruling import Verdict

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30, 60)


class Metrics:
    """The figures of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = self._counter("wenlint_requests", "Requests answered.", "path", "status")
        self._refused = self._counter("wenlint_requests_refused", "Requests not judged, by reason.", "reason")
        self._drafts = self._counter("wenlint_drafts", "Drafts answered, by verdict.", "verdict")
        self._findings = self._counter("wenlint_findings", "Findings, by rule and severity.", "rule", "severity")
        self._seconds = Histogram(
            "wenlint_draft_seconds", "From draft to verdict.", buckets=_SECONDS, registry=self._registry
        )
        self.under_way = Gauge("wenlint_requests_under_way", "Requests with drafts now.", registry=self._registry)

    def request(self, path: str, status: int) -> None:
        """A request was answered; ``path`` is one of the server's own, or "other"."""
        self._requests.labels(path, str(status)).inc()

    def refused(self, reason: str) -> None:
        """A request was not judged."""
        self._refused.labels(reason).inc()

    def draft(self, told: Mapping[str, Any], verdict: Verdict, seconds: float) -> None:
        """A draft was judged, or could not be."""
        self._drafts.labels(verdict.value).inc()
        self._seconds.observe(seconds)
        for one in told["findings"]:
            self._findings.labels(one["rule"], one["severity"]).inc()

    def page(self) -> bytes:
        """As Prometheus reads it."""
        return generate_latest(self._registry)

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(name, about, labels, registry=self._registry)
