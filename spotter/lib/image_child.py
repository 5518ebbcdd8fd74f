"""The limited process in which pictures from strangers are decoded: `python -m spotter.lib.image_child`."""

from dataclasses import asdict

from spotter.lib import child
from spotter.lib.frames import Message
from spotter.lib.images import BadPicture, make_safe


def answer(request: Message) -> Message:
    """`{"data": bytes}` gives the fields of Safe, or `{"refused": code}`; `{}` gives `{}`, to see that we stand."""
    if "data" not in request:
        return {}
    try:
        return asdict(make_safe(request["data"]))
    except BadPicture as bad:
        return {"refused": bad.code}


if __name__ == "__main__":
    child.serve(answer)
