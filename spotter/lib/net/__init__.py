"""The one door to the internet: admit, look up once, connect only to what is public, read with limits."""

from spotter.lib.net.addresses import address_is_public
from spotter.lib.net.admission import Address, admit
from spotter.lib.net.cell import Entered, enter, listener_from, window
from spotter.lib.net.door import fetch, post
from spotter.lib.net.errors import Closed, Refused, Unreachable
from spotter.lib.net.policy import Policy
from spotter.lib.net.proxy import USER, Proxy
from spotter.lib.net.reply import Fetched, Hop
from spotter.lib.net.wire import OUTSIDE, World, trusted_roots

__all__ = [
    "OUTSIDE",
    "USER",
    "Address",
    "Closed",
    "Entered",
    "Fetched",
    "Hop",
    "Policy",
    "Proxy",
    "Refused",
    "Unreachable",
    "World",
    "address_is_public",
    "admit",
    "enter",
    "fetch",
    "listener_from",
    "post",
    "trusted_roots",
    "window",
]
