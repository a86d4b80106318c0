"""Settings for trying the site on one's own machine: demo accounts, readable errors."""

from training_site.settings.base import *

DEBUG = True
SECRET_KEY = "development-only-demo-secret"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DEMO_ACCOUNTS = True
