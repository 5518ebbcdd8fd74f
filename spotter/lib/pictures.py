"""Make a picture safe in a limited child, so that no file can take a worker down with it."""

from typing import Final

from spotter.lib.child import ChildDied, Children
from spotter.lib.images import BadPicture, Safe, glance

MODULE: Final = "spotter.lib.image_child"
# Both start at their first use only; a prefork worker uses one, a threaded one rarely waits for the second.
CHILDREN: Final = Children(2, MODULE)


def make_safe_in_child(data: bytes, *, by: Children | None = None) -> Safe:
    """The safe copies and hashes; raises BadPicture for the picture's fault, ChildDied for ours (try again later)."""
    # What the first bytes tell needs no child, and 15 MB is the most that goes through the pipe.
    glance(data, name="")
    children = by or CHILDREN
    try:
        reply = children.call({"data": data})
    except ChildDied as error:
        # If a fresh child does not stand either, the picture is not to blame: this call raises ChildDied again.
        children.call({})
        raise BadPicture("too-heavy") from error
    if "refused" in reply:
        raise BadPicture(reply["refused"])
    return Safe(**reply)
