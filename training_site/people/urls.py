from __future__ import annotations

from django.urls import path

from training_site.people import views

urlpatterns = [
    path("logga-in/", views.SignIn.as_view(), name="account_login"),
    path("logga-ut/", views.SignOut.as_view(), name="account_logout"),
    path("byt-anvandare/", views.SwitchUser.as_view(), name="switch_user"),
]
