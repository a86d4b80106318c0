"""Addresses of the yearly report."""

from __future__ import annotations

from django.urls import path, re_path

from training_site.figures import views

app_name = "figures"
urlpatterns = [
    path("statistik/", views.yearly, name="this_year"),
    re_path(r"^statistik/(?P<year>\d{4})/$", views.yearly, name="year"),
    re_path(
        r"^statistik/(?P<year>\d{4})/arsrapport\.(?P<form>csv|xlsx)$",
        views.download,
        name="file",
    ),
]
