"""Groups of accounts, and what each may do in the administration."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

TRAINERS = "SIP-utbildare"
COUNCIL_EDITORS = "Processrådets redaktörer"
KEY_PERSONS = "Nyckelpersoner"
MANAGERS = "Chefer"
CHAIRS_MUNICIPALITY = "Processrådets ordförande, kommunerna"
CHAIRS_REGION = "Processrådets ordförande, regionen"
COORDINATORS = "Samordnare"
# Which group a role of the account files means; the two others need none.
GROUP_OF_ROLE = {
    "trainer": TRAINERS,
    "council_editor": COUNCIL_EDITORS,
    "key_person": KEY_PERSONS,
    "manager": MANAGERS,
    "council_chair_municipality": CHAIRS_MUNICIPALITY,
    "council_chair_region": CHAIRS_REGION,
    "coordinator": COORDINATORS,
}
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
# Exercises are files: a council approves them, and writes nothing in them.
APPROVED_ONLY = (("guides", "exercisereview"),)
# Answers and news are published by approval; whom to ask and what does not work is said at once.
WRITES = ("add", "change", "view")
TOLD = {"faqentry": WRITES, "newsitem": WRITES, "contact": (*WRITES, "delete")}
TOLD |= {"servicenotice": (*WRITES, "delete")}
# What may be done with the registers of people: (model, verbs). A key person and a manager need no
# right here: their pages ask for the assignment and the unit, day by day.
REGISTERS: dict[str, dict[str, tuple[str, ...]]] = {
    COUNCIL_EDITORS: {
        "council": ("add", "change", "view"),
        "councilseat": ("add", "change", "view"),
        "assignment": ("add", "change", "view"),
        "unit": ("view",),
        "organisation": ("view",),
    },
    COORDINATORS: {
        "organisation": ("add", "change", "view"),
        "unit": ("add", "change", "view"),
        "membership": ("add", "change", "view"),
        "assignment": ("add", "change", "view"),
        "council": ("view",),
        "councilseat": ("view",),
    },
    CHAIRS_MUNICIPALITY: {"council": ("view",), "councilseat": ("view",), "assignment": ("view",)},
    CHAIRS_REGION: {"council": ("view",), "councilseat": ("view",), "assignment": ("view",)},
}
# The administration asks for the rights of Wagtail's own models, whichever model keeps the files.
FILES = (("wagtailimages", "image"), ("wagtaildocs", "document"), ("wagtailmedia", "media"))


def make_groups() -> dict[str, Group]:
    """Make or update the groups; returns them by name. Rights given by hand are left alone."""
    groups = {name: _group(name) for name in GROUP_OF_ROLE.values()}
    trainers, editors = groups[TRAINERS], groups[COUNCIL_EDITORS]
    trainers.permissions.add(
        *Permission.objects.filter(content_type__app_label="sandbox", codename="lead_run")
    )
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    for name, registers in REGISTERS.items():
        groups[name].permissions.add(*wanted, *_register_rights(registers))
    for app, model in APPROVED_ONLY:
        names = [f"{verb}_{model}" for verb in ("change", "view")]
        editors.permissions.add(
            *Permission.objects.filter(content_type__app_label=app, codename__in=names)
        )
    for app, model in SNIPPETS:
        editors.permissions.add(
            *Permission.objects.filter(
                content_type__app_label=app,
                codename__in=[f"{verb}_{model}" for verb in ("add", "change", "view", "publish")],
            )
        )
    told = [f"{verb}_{model}" for model, verbs in TOLD.items() for verb in verbs]
    editors.permissions.add(
        *Permission.objects.filter(content_type__app_label="guides", codename__in=told)
    )
    _give_pages(editors)
    _give_files(editors)
    return groups


def _group(name: str) -> Group:
    return Group.objects.get_or_create(name=name)[0]


def _register_rights(registers: dict[str, tuple[str, ...]]) -> QuerySet[Permission]:
    names = [f"{verb}_{model}" for model, verbs in registers.items() for verb in verbs]
    return Permission.objects.filter(content_type__app_label="people", codename__in=names)


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
