"""Groups of accounts, and what each may do in the administration."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

TRAINERS = "SIP-utbildare"
COUNCIL_EDITORS = "Processrådets redaktörer"
# Which group a role of the account files means; the two others need none.
GROUP_OF_ROLE = {"trainer": TRAINERS, "council_editor": COUNCIL_EDITORS}
ROLES = ("learner", *GROUP_OF_ROLE, "administrator")

PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "lock_page")
# What a council writes besides pages: (app, model).
SNIPPETS = (
    ("courses", "lawreference"),
    ("courses", "source"),
    ("courses", "localrule"),
    ("courses", "glossaryterm"),
    ("courses_quiz", "question"),
)
# The administration asks for the rights of Wagtail's own models, whichever model keeps the files.
FILES = (("wagtailimages", "image"), ("wagtaildocs", "document"), ("wagtailmedia", "media"))


def make_groups() -> dict[str, Group]:
    """Make or update the groups; returns them by name. Rights given by hand are left alone."""
    trainers, _ = Group.objects.get_or_create(name=TRAINERS)
    editors, _ = Group.objects.get_or_create(name=COUNCIL_EDITORS)
    trainers.permissions.add(
        *Permission.objects.filter(content_type__app_label="sandbox", codename="lead_run")
    )
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    editors.permissions.add(*wanted)
    for app, model in SNIPPETS:
        editors.permissions.add(
            *Permission.objects.filter(
                content_type__app_label=app,
                codename__in=[f"{verb}_{model}" for verb in ("add", "change", "view", "publish")],
            )
        )
    _give_pages(editors)
    _give_files(editors)
    return {TRAINERS: trainers, COUNCIL_EDITORS: editors}


def _give_pages(group: Group) -> None:
    root = Page.get_first_root_node()
    for codename in PAGE_PERMISSIONS:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=codename
        )
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _give_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    for app, model in FILES:
        for permission in Permission.objects.filter(
            content_type__app_label=app,
            codename__in=[f"{verb}_{model}" for verb in ("add", "change", "choose")],
        ):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )
