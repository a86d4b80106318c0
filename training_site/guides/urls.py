from __future__ import annotations

from django.urls import path

from training_site.guides import confirm_pages, forward_pages, views

app_name = "guides"
urlpatterns = [
    path("guider/", views.index, name="index"),
    path("guider/<slug:slug>/", views.guide, name="guide"),
    path("guider/<slug:slug>/versioner/", views.versions, name="versions"),
    path("guider/<slug:slug>/versioner/<str:number>/", views.version, name="version"),
    path("guider/<slug:slug>/jamfor/", views.difference, name="difference"),
    path("guider/<slug:slug>/bekrafta/", confirm_pages.confirm_guide, name="confirm"),
    path("guider/<slug:slug>/for-vidare/", forward_pages.forward_guide, name="forward"),
    path("nyheter/<slug:slug>/for-vidare/", forward_pages.forward_news, name="forward_news"),
]
