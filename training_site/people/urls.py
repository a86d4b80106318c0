from __future__ import annotations

from django.urls import path, re_path

from training_site.people import lock_pages, views

urlpatterns = [
    path("logga-in/", views.SignIn.as_view(), name="account_login"),
    path("logga-ut/", views.SignOut.as_view(), name="account_logout"),
    path("byt-anvandare/", views.SwitchUser.as_view(), name="switch_user"),
    path("kod/", views.AskForCode.as_view(), name="account_request_login_code"),
    path("kod/skriv/", views.WriteCode.as_view(), name="account_confirm_login_code"),
    path("glomt-losenord/", views.Forgotten.as_view(), name="account_reset_password"),
    path(
        "glomt-losenord/skickat/",
        views.ForgottenSent.as_view(),
        name="account_reset_password_done",
    ),
    re_path(
        r"^glomt-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[\w-]+)/$",
        views.ChooseNew.as_view(),
        name="account_reset_password_from_key",
    ),
    path("byt-losenord/", views.ChangePassword.as_view(), name="account_change_password"),
    path("last/", lock_pages.locked, name="locked"),
]
