"""A trainer, phones without accounts, and the steps of a session as browsers take them."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from sandbox.world.models import Participant, Run
from sandbox.world.templates import load_folder
from training_site.people.models import User

SCENARIOS = Path(__file__).resolve().parents[3] / "fixtures" / "scenarios"
PUBLISHED = Path(__file__).resolve().parents[1] / "fictive" / "detector_numbers.txt"
# A number of the tax agency's, for the tripwire alone.
TEST_NUMBER = next(
    f"{line[:8]}-{line[8:]}"
    for line in PUBLISHED.read_text(encoding="utf-8").splitlines()
    if line.isdigit()
)
GROUP_EXERCISE, ALONE_EXERCISE = "berit-gar-hem", "alex-kor"


def load_exercises() -> None:
    """The scenario files, with their template worlds."""
    list(load_folder(SCENARIOS, at=timezone.now()))


def account(email: str, *, leads: bool = False) -> User:
    """An account, with the right to lead sessions or without."""
    user = User.objects.create_user(email, given_name=email.partition("@")[0].capitalize())
    if leads:
        user.user_permissions.add(Permission.objects.get(codename="lead_run"))
    return user


def browser(user: User | None = None) -> Client:
    """A browser, signed in or not."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def seen(answer: Any) -> str:
    """The text of a page as it is read, without its marks."""
    page = re.sub(r"<(script|style|head)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def hidden(answer: Any, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    return found.group(1) if found else ""


def begun_now(trainer: Client, exercise: str = GROUP_EXERCISE) -> Run:
    """A session whose lobby is open, started from the trainer's page."""
    answer = trainer.post("/utbildare/nu/", {"scenario": exercise})
    return Run.objects.get(pk=int(re.findall(r"\d+", answer.headers["Location"])[0]))


def come(run: Run, name: str, workplace: str = "elsewhere", phone: Client | None = None) -> Client:
    """A phone that has come in by the code."""
    phone = phone or Client()
    home = f"/delta/{run.join_code.lower()}/"
    token = hidden(phone.get(home), "token")
    phone.post(home, {"token": token, "name": name, "workplace": workplace})
    return phone


def person(run: Run, name: str) -> Participant:
    """The participant with this name."""
    return run.participants.get(name=name)


def home_of(run: Run, phone: Client) -> str:
    """What the phone's own page says."""
    return seen(phone.get(f"/delta/{run.join_code.lower()}/"))
