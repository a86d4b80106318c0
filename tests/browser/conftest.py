"""A real Chromium in front of a whole site: one browser and one server for the run."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import seeded
from tests.browser import watching
from tests.sandbox.web.conftest import Exercise

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
SIZES = {"phone": {"width": 360, "height": 640}, "desktop": {"width": 1280, "height": 800}}
MISSING = (
    "Chromium saknas. Installera det från Debians paket: apt-get install "
    "--no-install-recommends chromium. / Chromium is missing. Install it from Debian's packages."
)
PASSWORD = "password"
# Files of few tests that each take minutes.
LONG = [
    "test_whole_journey", "test_a_led_session", "test_a_discharge", "test_a_plan",
    "test_a_practice_room", "test_every_page", "test_a_council", "test_the_editor",
    "test_a_confirmation",
]  # fmt: skip
# A busy machine must not fail a journey.
expect.set_options(timeout=10_000)
_numbers = itertools.count(1)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Everything in this folder needs the browser, and says so; what takes minutes begins first."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
    yield
    order = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The distribution's own Chromium, quiet on the network."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.exit(MISSING, returncode=2)
    return {"executable_path": executable, "args": CHROMIUM_ARGS}


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    """A copy of the seeded site, in a file that the server's threads and the tests share.

    Playwright keeps an event loop in this thread, so Django must be told that the queries made
    here are meant.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if connections["default"].vendor != "sqlite":
        pytest.exit("The browser tests run on SQLite: unset DATABASE_URL.", returncode=2)
    target = seeded.CACHE / f"browser-{os.getpid()}.sqlite3"
    with django_db_blocker.unblock():
        seeded.use_copy(target)
        yield
        connections.close_all()
    seeded.remove(target)


@pytest.fixture(scope="session")
def home(django_db_setup, django_db_blocker) -> Iterator[str]:
    """Address of the running site, without a slash at the end.

    The database stays open for the run: tests make people of their own instead of sharing them.
    """
    settings.ALLOWED_HOSTS = ["*"]
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        try:
            yield server.url
        finally:
            server.stop()


@pytest.fixture
def learner(home: str):
    """A new person with an account, and the password PASSWORD."""
    from training_site.people.models import User

    address = f"larande{next(_numbers)}-{os.getpid()}@example.org"
    return User.objects.create_user(
        address, password=PASSWORD, given_name="Amina", family_name="Övning"
    )


@pytest.fixture
def open_page(browser: Browser, home: str) -> Iterator[Callable[..., Page]]:
    """Open a page of its own context: size, theme, with or without JavaScript.

    Relative addresses are taken from the site. When the test ends, anything that the console,
    the content security policy or the network complained of fails it.
    """
    contexts, watches = [], []

    def opened(
        path: str = "/", *, size: str = "phone", theme: str = "light", javascript: bool = True,
        state: object = None,
    ) -> Page:  # fmt: skip
        context = browser.new_context(
            base_url=home,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            viewport=SIZES[size],
            color_scheme=theme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            storage_state=state,
        )
        context.set_default_timeout(10_000)
        # The first page of a run reads every template and rule.
        context.set_default_navigation_timeout(30_000)
        if javascript:
            context.add_init_script(watching.NOTE_VIOLATIONS)
        contexts.append(context)
        page = context.new_page()
        watches.append(watching.Watch(page, home))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    faults = [fault for watch in watches for fault in watch.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def open_as(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open a page as somebody who has signed in already."""

    def opened(person, path: str = "/", **how: object) -> Page:
        client = Client()
        client.force_login(person)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "path": "/"}
        cookie |= {"domain": "127.0.0.1", "sameSite": "Lax", "httpOnly": True}
        return open_page(path, state={"cookies": [cookie], "origins": []}, **how)

    return opened


@pytest.fixture
def exercise(learner) -> Exercise:
    """Exercise A, just begun by the learner; filled in over plain HTTP where that is enough."""
    client = Client()
    client.force_login(learner)
    return Exercise(client)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Assert that axe finds nothing wrong (WCAG 2.0-2.2, A and AA), in both themes."""

    def check(page: Page) -> None:
        for theme, faults in watching.themes(page):
            assert not faults, f"{page.url} ({theme})\n{faults}"

    return check


@pytest.fixture
def keyboard() -> Callable[[Page], watching.Keyboard]:
    """The keyboard of a page, for journeys without a pointer."""
    return watching.Keyboard


@pytest.fixture
def sign_in(home: str) -> Callable[..., None]:
    """Sign a person in through the sign-in page."""

    def signed_in(page: Page, person, password: str = PASSWORD) -> None:
        page.goto(settings.LOGIN_URL)
        page.locator("input[name=login]").fill(person.email)
        page.locator("input[name=password]").fill(password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: settings.LOGIN_URL not in url)

    return signed_in
