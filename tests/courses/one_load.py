"""A course loaded once for a whole file of tests; what each test does to it is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.auth.models import Permission
from django.db import transaction
from django.test import Client

from courses.loading import load_all
from courses.page_writing import Report
from courses.quiz.loading import load_questions
from tests.courses import small_course
from training_site.people.models import User


@contextmanager
def loaded(blocker, folder: Path, change: Callable[[Path], None]) -> Iterator[Report]:
    """The small course, changed by `change` before it is loaded; gone again afterwards."""
    small_course.write(folder)
    change(folder)
    with blocker.unblock(), transaction.atomic():
        yield load_all(folder, load_questions=load_questions)
        transaction.set_rollback(True)


@contextmanager
def undone() -> Iterator[None]:
    """Everything done to the database inside is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def person(name: str, *, leads: bool = False) -> User:
    """Somebody with an account; a trainer when she leads sessions."""
    user = User.objects.create_user(f"{name.lower()}@example.org", given_name=name)
    if leads:
        user.user_permissions.add(Permission.objects.get(codename="lead_run"))
    return user


def browser(user: User) -> Client:
    """The person's browser, signed in."""
    client = Client()
    client.force_login(user)
    return client


def text(response) -> str:
    """What a page says, with plain spaces."""
    return response.content.decode().replace("\u00a0", " ")
