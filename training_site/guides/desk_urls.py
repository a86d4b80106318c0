"""Addresses of the council's desk."""

from __future__ import annotations

from django.urls import path

from training_site.guides import desk_views as views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("granska/<int:pk>/", views.review, name="review"),
    path("granska/<int:pk>/text/", views.draft, name="review_text"),
]
