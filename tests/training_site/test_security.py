"""What the browser is told, and what a real installation refuses."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command

from training_site.middleware import is_known_script
from training_site.people.models import Unit, User
from training_site.settings.base import PROJECT
from training_site.settings.environment import VARIABLES
from training_site.static_storage import StaticStorage

# What a page is sent with is the same whichever database is below.
pytestmark = pytest.mark.sweep

KEY = "".join(chr(code) for code in range(48, 123))
REAL = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "samova.example.org"}


def manage(*words, settings="production", **environment):
    """Run manage.py as an installation would; returns what it said and how it ended."""
    own = {variable.name for variable in VARIABLES}
    inherited = {key: value for key, value in os.environ.items() if key not in own}
    module = f"training_site.settings.{settings}"
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=PROJECT,
        env=inherited | environment | {"DJANGO_SETTINGS_MODULE": module},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def policy(answer) -> dict[str, str]:
    parts = answer["Content-Security-Policy"].split("; ")
    return {name: rest for name, _, rest in (part.partition(" ") for part in parts)}


@pytest.mark.parametrize("path", ["/", "/konto/logga-in/", "/lasinstallningar/", "/finns-inte/"])
def test_no_page_lets_inline_code_or_another_host_in(client, pages, path):
    answer = client.get(path)
    told = policy(answer)
    page = answer.content.decode()

    assert told["script-src"] == told["style-src"] == told["default-src"] == "'self'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "http" not in answer["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.replace("https://www.digg.se", ""))


def test_what_no_page_needs_from_the_browser_is_off(client, pages):
    answer = client.get("/")

    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "body",
    [
        'initDateChooser("id_go", {"dayOfWeekStart": 1, "format": "Y\\u002Dm"});',
        'new PageChooser("id_page", {"modelNames": ["wagtailcore.page"]});',
        'createTaskChooser("id_task");',
        '\n (function() {\n var panel = new InlinePanel(JSON.parse("{\\u0022a\\u0022: 1}"));\n })();\n',
    ],
)
def test_the_admins_own_start_up_calls_are_known(body):
    assert is_known_script(body)


@pytest.mark.parametrize(
    "body",
    [
        "alert(1)",
        'initDateChooser("a", alert(1));',
        'initDateChooser("a", {}); alert(1);',
        'new PageChooser("a", {}); new Function("x")();',
        "new Function('x')",
        'initDateChooser("</script><script>alert(1)");',
        '(function() { var panel = new InlinePanel(JSON.parse("") + alert(1)); })();',
        '(function() {\n var panel = new InlinePanel(JSON.parse("\\")); alert(1); (\\""));\n })();',
    ],
)
def test_any_other_inline_script_stays_blocked(body):
    assert not is_known_script(body)


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/pages/", "/admin/users/", "/admin/users/new/", "/admin/workflows/add/",
             "/admin/reports/site-history/", "/admin/images/add/"],
)  # fmt: skip
def test_every_inline_script_of_the_admin_is_known_and_carries_the_nonce(client, olle, pages, path):
    client.force_login(olle)

    answer = client.get(path)
    scripts = re.findall(r"<script(?![^>]*(?:\ssrc=|\stype=))([^>]*)>", answer.content.decode())
    nonces = {re.sub(r'.*nonce="([^"]+)".*', r"'nonce-\1'", words) for words in scripts}

    assert answer.status_code == 200
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert all("nonce=" in words for words in scripts)
    assert nonces <= set(policy(answer)["script-src"].split())


def test_a_real_installation_passes_its_own_check():
    code, said = manage("check", "--deploy", "--fail-level", "WARNING", **REAL)

    assert code == 0, said


@pytest.mark.parametrize(
    "environment",
    [
        {**REAL, "SECRET_KEY": "development-only-demo-secret"},
        {**REAL, "SECRET_KEY": "short"},
        {**REAL, "SECRET_KEY": ""},
        {**REAL, "ALLOWED_HOSTS": ""},
    ],
)
def test_a_real_installation_refuses_the_demo_secret_and_missing_settings(environment):
    code, said = manage("check", **environment)

    assert code != 0
    assert "ImproperlyConfigured" in said


def test_demo_accounts_are_an_error_where_a_check_for_deployment_is_made():
    code, said = manage("check", "--deploy", settings="development")

    assert code != 0
    assert "people.E001" in said
    assert "Demokonton är tillåtna" in said


def test_a_real_installation_makes_no_demo_accounts(db, settings):
    settings.DEMO_ACCOUNTS = False

    call_command("load_people", verbosity=0)

    assert Unit.objects.count() > 5
    assert not User.objects.exists()


def test_the_stylesheet_of_an_installation_is_one_file(tmp_path):
    source = FileSystemStorage(PROJECT / "training_site" / "static")
    names = [
        str(path.relative_to(source.location))
        for path in Path(source.location).rglob("*.*")
        if path.parent.name in ("css", "fonts")
    ]
    for name in names:
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(source.path(name), target)
    storage = StaticStorage(location=tmp_path)
    made = storage.post_process({name: (source, name) for name in names})
    done = {name: hashed for name, hashed, _ in made if not hashed.endswith((".gz", ".br"))}
    sheet = tmp_path / done["css/samova.css"]
    css = sheet.read_text()

    assert "@import" not in css
    assert ".btn{" in css
    assert css.index("@layer tokens") < css.index("@layer practice{")
    assert re.search(r"source-sans-3-latin-wght-normal\.[0-9a-f]{12}\.woff2", css)
    assert sheet.with_name(f"{sheet.name}.br").stat().st_size < 12_000
