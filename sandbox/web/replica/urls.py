from __future__ import annotations

from django.urls import path

from sandbox.web.replica import pages, room_pages, writing

app_name = "replica"

CASE = "<slug:code>/arende/<int:no>"

urlpatterns = [
    path("", room_pages.choose, name="choose"),
    path("<slug:code>/", pages.inbox, name="inbox"),
    path("<slug:code>/oversikt/", pages.overview, name="overview"),
    path("<slug:code>/uppdrag/", room_pages.seats, name="seats"),
    path("<slug:code>/klocka/", room_pages.clock, name="clock"),
    path("<slug:code>/rummet/", room_pages.settings, name="settings"),
    path(f"{CASE}/", pages.case, name="case"),
    path(f"{CASE}/dokument/<int:number>/", pages.document, name="document"),
    path(f"{CASE}/skriv/<slug:action>/", writing.write, name="write"),
    path(f"{CASE}/skriv/<slug:action>/utkast/", writing.draft, name="draft"),
    path(f"{CASE}/<slug:tab>/", pages.case, name="case_tab"),
]
