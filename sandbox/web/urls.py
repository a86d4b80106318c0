from __future__ import annotations

from django.urls import path

from sandbox.web import pages, papers, seats, steps

app_name = "practice"

urlpatterns = [
    path("", pages.index, name="index"),
    path("lamna/", pages.leave, name="leave"),
    path("uppdrag/<slug:slug>/", pages.assignment, name="assignment"),
    path("<slug:code>/", pages.tasks, name="tasks"),
    path("<slug:code>/steg/<slug:key>/", steps.step, name="step"),
    path("<slug:code>/steg/<slug:key>/utkast/", steps.draft, name="draft"),
    path("<slug:code>/steg/<slug:key>/svar/", steps.replies, name="replies"),
    path("<slug:code>/vidare/", seats.forward, name="forward"),
    path("<slug:code>/plan/", papers.plan, name="plan"),
    path("<slug:code>/dokument/<int:number>/", papers.document, name="document"),
    path("<slug:code>/jamfor/", pages.compare, name="compare"),
    path("<slug:code>/bedomning/", pages.rubric, name="rubric"),
    path("<slug:code>/klart/", pages.done, name="done"),
    path("<slug:code>/igen/", pages.again, name="again"),
    path("<slug:code>/radera/", pages.erase, name="erase"),
    path("<slug:code>/arende/<int:number>/", pages.case, name="case"),
    path("<slug:code>/tidigare/<int:number>/", pages.earlier, name="earlier"),
]
