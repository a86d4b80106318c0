"""Make the bare app's tables, users and sessions, and say how many answers it has stored."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command

from bench.lines import answer_lines


def answer(job: dict[str, Any]) -> dict[str, Any]:
    """Prepare so many learners, or count the answers stored."""
    from bench.bare.models import Answer

    if job["do"] != "prepare":
        return {"stored": {"answers": Answer.objects.count()}}
    call_command("migrate", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)
    return {"learners": [_learner(number) for number in range(job["learners"])]}


def _learner(number: int) -> dict[str, Any]:
    """A user with a session."""
    from django.contrib.auth.models import User

    user = User.objects.create(username=f"deltagare-{number}")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    cookies = {"sessionid": session.session_key, "csrftoken": "b" * 32}
    return {"name": user.username, "cookies": cookies}


if __name__ == "__main__":
    django.setup()
    answer_lines(answer)
