from __future__ import annotations

from django.urls import path

from sandbox.web.replica import (
    around,
    letter_pages,
    mirror,
    pages,
    patients,
    prepared,
    room_pages,
    seat_pages,
    sent_pages,
    writing,
)

app_name = "replica"

CASE = "<slug:code>/arende/<int:no>"

urlpatterns = [
    path("", room_pages.choose, name="choose"),
    path("<slug:code>/", pages.inbox, name="inbox"),
    path("<slug:code>/oversikt/", pages.overview, name="overview"),
    path("<slug:code>/betalning/", around.payment, name="payment"),
    path("<slug:code>/rapporter/", around.reports, name="reports"),
    path("<slug:code>/loggar/", around.logs, name="logs"),
    path("<slug:code>/adresser/", around.addresses, name="addresses"),
    path("<slug:code>/lankar/", around.links, name="links"),
    path("<slug:code>/uppdrag/", seat_pages.seats, name="seats"),
    path("<slug:code>/klocka/", room_pages.clock, name="clock"),
    path("<slug:code>/rummet/", room_pages.settings, name="settings"),
    path("<slug:code>/personer/", patients.patients, name="patients"),
    path("<slug:code>/personer/<int:number>/", patients.patient, name="patient"),
    path(
        "<slug:code>/personer/<int:number>/starta/<slug:flow>/<slug:action>/",
        patients.start,
        name="start",
    ),
    path(
        "<slug:code>/personer/<int:number>/starta/<slug:flow>/<slug:action>/utkast/",
        patients.start_draft,
        name="start_draft",
    ),
    path("<slug:code>/forberedda/", prepared.prepared, name="prepared"),
    path(f"{CASE}/", pages.case, name="case"),
    path(f"{CASE}/dokument/<int:number>/", pages.document, name="document"),
    path(f"{CASE}/skriv/<slug:action>/", writing.write, name="write"),
    path(f"{CASE}/skriv/<slug:action>/utkast/", writing.draft, name="draft"),
    path(f"{CASE}/kvitto/<int:seq>/", sent_pages.receipt, name="receipt"),
    path(f"{CASE}/brev/<slug:key>/", letter_pages.letter, name="letter"),
    path(f"{CASE}/brev/<slug:key>/pdf/", letter_pages.letter_pdf, name="letter_pdf"),
    path(f"{CASE}/den-enskilde/", mirror.mirror, name="mirror"),
    path(f"{CASE}/<slug:tab>/", pages.case, name="case_tab"),
    path(f"{CASE}/<slug:tab>/<slug:part>/", pages.case, name="case_part"),
]
