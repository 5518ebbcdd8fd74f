"""The environment of a new user's shell: where programs are, and nothing of ours."""

import os
from typing import Final

# A Python outside the system's folders may need the second one to start at all.
BARE: Final = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
