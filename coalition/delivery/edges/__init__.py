"""The ways in which a case travels: one module for each, all with one signature."""

from datetime import datetime
from typing import Protocol

from coalition.delivery.edges import webhook
from coalition.delivery.rules import Sent
from spotter.lib.net import Policy


class Send(Protocol):
    """How every channel is called; it never raises, a failure is part of what it gives."""

    def __call__(
        self, address: str, event_id: str, body: bytes, secrets: tuple[str, ...], *, at: datetime, policy: Policy
    ) -> Sent:
        """Bring one message to one address."""


# To add a channel: its module here, its line here, its name in coalition.models.Channel.
CHANNELS: dict[str, Send] = {"webhook": webhook.send}
