"""The admin's app of accounts, with our screens."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(WagtailUsersAppConfig):
    """Accounts, groups and their screens."""

    user_viewset = "training_site.people.user_admin.AccountViewSet"
