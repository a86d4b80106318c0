"""Every address of the bare app."""

from __future__ import annotations

from django.urls import path

from bench.bare import views

urlpatterns = [
    path("sida/", views.page),
    path("svar/", views.answer),
    path("lista/", views.poll),
    path("text/", views.string),
]
