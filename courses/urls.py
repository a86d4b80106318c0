"""Addresses of the courses. The last one goes ahead of Wagtail's own, which it hands over to."""

from __future__ import annotations

from django.urls import path, re_path

from courses import attest_views, block_pages, views

app_name = "courses"

urlpatterns = [
    path("kurser/last/<str:key>/", views.read, name="read"),
    path("kurser/plats/<str:key>/", views.position, name="position"),
    path("kurser/fragor/<str:key>/", views.questions, name="questions"),
    path("kurser/kvar/<str:key>/", views.left, name="left"),
    path("kurser/eget/<str:key>/<str:block>/", block_pages.own, name="own"),
    path("kurser/bildspel/<str:key>/", block_pages.slide_notes, name="slide_notes"),
    path("kurser/bildspel/<str:key>/<int:number>/", block_pages.slide, name="slide"),
    path("kurser/snabbspar/<str:key>/", views.fast_track, name="fast_track"),
    path("kurser/be-om-intyg/<str:key>/", attest_views.ask, name="ask_attestation"),
    path("kurser/dra-tillbaka/<str:key>/", attest_views.withdraw, name="withdraw_attestation"),
    path("kurser/intyga/", attest_views.enter, name="attest_enter"),
    path("kurser/intyga/<slug:code>/", attest_views.attest, name="attest"),
    path("intyg/<slug:code>/", views.certificate, name="certificate"),
    path("ordlista/", views.glossary, name="glossary"),
    path("lagrum/", views.laws, name="laws"),
    re_path(r"^(kurser/(?:[\w-]+/)*)$", views.serve, name="serve"),
]
