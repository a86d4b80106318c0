from __future__ import annotations

from django.urls import path

from training_site.guides import views

app_name = "guides"
urlpatterns = [
    path("guider/", views.index, name="index"),
    path("guider/<slug:slug>/", views.guide, name="guide"),
    path("guider/<slug:slug>/versioner/", views.versions, name="versions"),
    path("guider/<slug:slug>/versioner/<str:number>/", views.version, name="version"),
]
