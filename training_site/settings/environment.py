"""Every environment variable the site reads, in one list."""

from __future__ import annotations

from dataclasses import dataclass

import environ


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, default (None = required in production), purpose."""

    name: str
    default: str | None
    purpose: str


VARIABLES: tuple[Variable, ...] = (
    Variable("DEBUG", "", "1 shows the framework's own error pages while developing"),
    Variable("SECRET_KEY", None, "Signing key; required in production"),
    Variable(
        "DATABASE_URL", None, "Database, e.g. postgres://user:pass@host/name; SQLite if unset"
    ),
    Variable("ALLOWED_HOSTS", None, "Comma-separated host names served; required in production"),
    Variable("CSRF_TRUSTED_ORIGINS", "", "Comma-separated origins, with scheme"),
    Variable("BASE_URL", "http://127.0.0.1:8000", "Address of the site in e-mail and the admin"),
    Variable("CACHE_URL", "locmemcache://", "Cache; a shared one when several processes run"),
    Variable("EMAIL_URL", "consolemail://", "Where e-mail is sent"),
    Variable("DEFAULT_FROM_EMAIL", "samova@example.org", "Sender of e-mail"),
    Variable("MEDIA_ROOT", "", "Folder of uploaded files; media/ in the project if unset"),
    Variable("TRUST_PROXY", "", "1 when a proxy in front sets X-Forwarded-Proto"),
)

env = environ.Env()


def value(name: str) -> str:
    """The value of a declared variable, or its default.

    Raises KeyError for a name that is not declared in VARIABLES.
    """
    declared = {variable.name: variable for variable in VARIABLES}[name]
    return str(env.str(name, default=declared.default or ""))
