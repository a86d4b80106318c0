"""Addresses under mina-sidor/mina-uppgifter/."""

from __future__ import annotations

from django.urls import path

from training_site.people import my_data_pages

urlpatterns = [
    path("", my_data_pages.show, name="my_data"),
    path("namn/", my_data_pages.name, name="my_name"),
    path("hamta/json/", my_data_pages.as_json, name="my_data_json"),
    path("hamta/sida/", my_data_pages.as_page, name="my_data_page"),
    path("ta-bort/", my_data_pages.delete, name="my_data_delete"),
    path("borttaget/", my_data_pages.deleted, name="my_data_deleted"),
]
