"""A learner as her browser acts: signs in, fills in forms, answers questions."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from courses.quiz.models import Attempt
from tests.courses.quiz.answering import fields
from training_site.people.models import User

CONSENT = {
    "given_by": "person",
    "basis": "oral",
    "purposes": ["make_plan", "share_mapping", "share_goals"],
    "receivers": ["vc-rehab", "bistand"],
}


class Learner:
    """One signed-in learner, in exercise A and in K1. Server errors come as answers, not raised."""

    def __init__(self, email: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.user = User.objects.filter(email=email).first() or User.objects.create_user(
            email, given_name="Bo"
        )
        self.client.force_login(self.user)
        self.home = ""

    @property
    def code(self) -> str:
        return self.home.strip("/").split("/")[-1]

    def start(self) -> str:
        self.home = self.client.post("/ovning/uppdrag/alex-kor/").headers["Location"]
        return self.home

    def hidden(self, step: str) -> dict[str, str]:
        """What the step's form carries along, unseen: version and token."""
        page = self.client.get(f"{self.home}steg/{step}/").content.decode()
        return dict(re.findall(r'name="(version|token)" value="([^"]*)"', page))

    def send(self, step: str, **body: Any) -> Any:
        """Send a step's form as read just now."""
        whole = (CONSENT if step == "consent" else {}) | body
        return self.client.post(
            f"{self.home}steg/{step}/", self.hidden(step) | {"do": "send"} | whole
        )

    def type(self, step: str, **body: Any) -> Any:
        """What the autosave sends while one types."""
        return self.client.post(f"{self.home}steg/{step}/utkast/", body)

    def practise_again(self) -> Any:
        return self.client.post(f"{self.home}igen/")

    def begin(self, lesson: str) -> str:
        """Begin a lesson's questions; the attempt's number."""
        leads = self.client.post(f"/kurser/fragor/{lesson}/").headers["Location"]
        return leads.strip("/").split("/")[-1]

    def answer(self, lesson: str) -> str:
        """Answer a lesson's questions, all right; the attempt's number."""
        public_id = self.begin(lesson)
        attempt = Attempt.objects.get(public_id=public_id)
        self.client.post(f"/fragor/{public_id}/", fields(attempt) | {"do": "submit"})
        return public_id
