"""Another broker for this process, for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from climed_eval.celery import app


@contextmanager
def broker_at(url: str) -> Iterator[None]:
    """What is sent goes there; connections to the broker of before are left for afterwards."""
    before, pool = app.conf.broker_url, app.amqp._producer_pool
    app.conf.broker_url, app.amqp._producer_pool = url, None
    try:
        yield
    finally:
        app.conf.broker_url, app.amqp._producer_pool = before, pool
