"""Settings for the tests: fast password hashing, nothing sent, warnings are errors."""

from training_site.settings.base import *

DEBUG = False
SECRET_KEY = "test-only-secret"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEMO_ACCOUNTS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MIDDLEWARE = [m for m in MIDDLEWARE if not m.startswith("whitenoise")]
MAIL_IN_BACKGROUND = False
