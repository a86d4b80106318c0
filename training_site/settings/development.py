"""Settings for trying the site on one's own machine: demo accounts, our own error pages."""

from training_site.settings.base import *
from training_site.settings.environment import value

# Whoever tries the site meets its own Swedish error pages; a developer asks for the others.
DEBUG = value("DEBUG") == "1"
SECRET_KEY = "development-only-demo-secret"
# Beside them the address that phones in the room use, from make run HOST=….
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *filter(None, value("ALLOWED_HOSTS").split(",")),
]
DEMO_ACCOUNTS = True
SERVE_MEDIA = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
