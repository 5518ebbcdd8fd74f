"""A child of a crowd that waits, fails or ends on request."""

import os
import time
from collections.abc import Mapping
from typing import Any

from spotter.lib.crowd import serve_many


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Do what is asked."""
    match request["act"]:
        case "wait":
            time.sleep(request["seconds"])
        case "fail":
            raise ValueError("a site was odd")
        case "end":
            os._exit(7)
        case "end once":
            time.sleep(0.3)
            if not request["flag"] or os.stat(request["flag"]).st_size == 0:
                os.kill(os.getpid(), 9)
    return {"pid": os.getpid(), "said": request.get("said", ""), "page": b"x" * request.get("size", 0)}


if __name__ == "__main__":
    serve_many(answer, at_once=32)
