"""The ASGI application, for whoever serves the site by an ASGI server."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spotter.settings")
application = get_asgi_application()
