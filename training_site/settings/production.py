"""Settings for a real installation. Refuses the demo secret; demo accounts cannot be made here."""

from django.core.exceptions import ImproperlyConfigured

from training_site.settings.base import *
from training_site.settings.environment import value

DEBUG = False
DEMO_ACCOUNTS = False
SECRET_KEY = value("SECRET_KEY")
if len(SECRET_KEY) < 32 or "demo" in SECRET_KEY or "test-only" in SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY måste vara minst 32 tecken och får inte vara demonyckeln."
    )
ALLOWED_HOSTS = [host.strip() for host in value("ALLOWED_HOSTS").split(",") if host.strip()]
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS måste ange vilka värdnamn som webbplatsen svarar på.")
CSRF_TRUSTED_ORIGINS = [o.strip() for o in value("CSRF_TRUSTED_ORIGINS").split(",") if o.strip()]

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
if value("TRUST_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "training_site.static_storage.StaticStorage"},
}
# Previews in the administration are frames of the site itself; whether the whole domain belongs on
# the browsers' preload list is for the owner of the domain to say.
SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W021"]
