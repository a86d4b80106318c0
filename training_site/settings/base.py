"""Settings that hold everywhere."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from training_site.settings.environment import env, value

PROJECT = Path(__file__).resolve().parents[2]

INSTALLED_APPS = [
    "training_site",
    "training_site.people",
    "training_site.uploads",
    "training_site.front",
    "training_site.guides",
    "courses",
    "courses.quiz",
    "sandbox",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "training_site.people.admin_apps.AccountsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "training_site.people.admin_apps.AdministrationConfig",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "training_site.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "training_site.middleware.ContentPolicy",
    "training_site.middleware.AdminScripts",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "training_site.people.idle.IdleLock",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "training_site.urls"
WSGI_APPLICATION = "training_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "training_site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "training_site.context.frame",
            ],
        },
    }
]

FORM_RENDERER = "training_site.forms.FrameRenderer"

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{PROJECT / 'samova.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Write-ahead log and immediate transactions: readers never wait, writers queue instead of failing.
    # Secure delete: what somebody erases is overwritten in the file, not only forgotten.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Opening SQLite anew reads the whole schema: more work than a whole page for a guest.
DATABASES["default"]["CONN_MAX_AGE"] = 60

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["training_site.people.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/konto/logga-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "training_site.people.adapter.AccountAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Nobody is written to because a stranger typed her address.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": True, "length": 8}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# Of the address, the password and the last time somebody signed in: any of them ends the link.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
PASSWORD_RESET_TIMEOUT = 60 * 60
# A whole ward may sign in from one address; one account may be tried five times in five minutes.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    "reset_password": "60/m/ip,5/15m/key",
    "reset_password_from_key": "60/m/ip",
    "request_login_code": "60/m/ip,5/15m/key",
    "login_code_tried": "300/m/ip,10/15m/key",
    "change_password": "5/m/user",
    # Questions to the council, and addresses that news is asked for.
    "ask": "20/h/ip",
    "subscribe": "60/h/ip",
    "subscribe_address": "3/h/key",
}
# Minutes without anything done until the session is locked: usually, and on a device of one's own.
IDLE_MINUTES = 30
IDLE_MINUTES_KEPT = 12 * 60

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska")]
LOCALE_PATHS = [PROJECT / "training_site" / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
FORMAT_MODULE_PATH = ["training_site.formats"]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

STATIC_URL = "/static/"
STATIC_ROOT = PROJECT / "static_root"
MEDIA_URL = "/media/"
# Only where the site is tried; an installation lets its web server give the files.
SERVE_MEDIA = False
MEDIA_ROOT = value("MEDIA_ROOT") or str(PROJECT / "media")

# Rendered parts of led sessions and the limits on guessing share it: forty sessions overflow the
# usual 300 entries, and what is thrown away is rendered anew, or forgotten.
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://?max_entries=5000")}

# Sets EMAIL_BACKEND, and EMAIL_HOST and what else the address says.
globals().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = value("DEFAULT_FROM_EMAIL")
EMAIL_TIMEOUT = 20
MAIL_IN_BACKGROUND = True

WAGTAIL_SITE_NAME = "Samöva"
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "training_site.rich_text.CheckedTextArea"},
}
# One door: the address is changed by an administrator, the password on the site's own page.
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# What has been approved is published only with two keys.
WAGTAIL_FINISH_WORKFLOW_ACTION = "training_site.guides.finishing.publish_approved"
WAGTAILADMIN_BASE_URL = value("BASE_URL")
WAGTAILIMAGES_IMAGE_MODEL = "uploads.UploadedImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "training_site.uploads.picture_forms.PictureForm"
WAGTAILDOCS_DOCUMENT_MODEL = "uploads.UploadedDocument"
# What every browser plays; training_site.uploads.contents looks whether a file is what it says.
WAGTAILMEDIA = {
    "MEDIA_MODEL": "uploads.UploadedMedia",
    "AUDIO_EXTENSIONS": ["mp3", "m4a", "ogg", "wav"],
    "VIDEO_EXTENSIONS": ["mp4", "m4v", "webm", "ogv"],
}
MEDIA_MAX_UPLOAD_SIZE = 500 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64 * 1000 * 1000
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "ods", "csv", "txt"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# Nothing leaves the house: no avatars, no version check, no news banner from outside.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "training_site.people.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "frame-src": [SELF],
    }
}
