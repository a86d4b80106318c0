"""A led session over plain HTTP: phones that hold a guest's cookie, and a leader who looks on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.test import Client
from django.urls import get_resolver, reverse

from sandbox.world.models import Seat
from sandbox.world.queries import seat_code
from tests.sandbox.web.conftest import as_post
from tests.sandbox.world.led import model_step, seat_of, token

HOLES = {"key": ["notice", "planning_hemtjanst", "send_message"], "number": [1, 2]}


class Phone:
    """A phone that sits in one seat of a session."""

    def __init__(self, seat: Seat, secret: str) -> None:
        self.seat = seat
        self.client = Client()
        self.client.cookies["samova_plats"] = secret
        self.home = f"/ovning/{seat_code(seat)}/"

    def get(self, path: str = "") -> Any:
        return self.client.get(f"{self.home}{path}")

    def page(self, path: str = "") -> str:
        return self.client.get(f"{self.home}{path}", follow=True).content.decode()

    def send(self, step: str, body: Mapping[str, Any], **more: str) -> Any:
        hidden = self.get(f"steg/{step}/").context
        sent = {"version": hidden["room"].version, "token": hidden["token"], "do": "send"}
        return self.client.post(f"{self.home}steg/{step}/", sent | as_post(body) | more)

    def send_model(self, step: str) -> Any:
        _action, body = model_step(self.seat.run.scenario, step)
        return self.send(step, body)

    def acknowledge(self, title: str) -> Any:
        letters = self.get().context["letters"]
        letter = next(one for one in letters if one.title == title)
        return self.client.post(letter.url, follow=True)


def phone(world: Any, party: str) -> Phone:
    seat = seat_of(world, party)
    assert seat.participant is not None
    return Phone(seat, token(seat.participant))


def addresses(code: str) -> dict[str, str]:
    """Every practice address that a code is part of, with its name."""
    found = {}
    for pattern in get_resolver().namespace_dict["practice"][1].url_patterns:
        holes = pattern.pattern.converters
        if "code" not in holes:
            continue
        for value in [v for name, values in HOLES.items() if name in holes for v in values] or [""]:
            given = {"code": code, "key": value, "number": value}
            address = reverse(f"practice:{pattern.name}", kwargs={k: given[k] for k in holes})
            found[address] = str(pattern.name)
    return found


def everything(client: Client, code: str) -> dict[str, str]:
    """Every byte of every address of a seat, read and posted to."""
    sent = {}
    for address, name in addresses(code).items():
        answers = [client.get(address)]
        if name not in ("again", "erase", "forward"):
            answers += [client.post(address, {"do": do}) for do in ("hint", "send", "later")]
        sent[address] = "".join(f"{a.content.decode()}{a.headers}" for a in answers)
    return sent
