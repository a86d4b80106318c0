"""Addresses of key persons, trainers, managers and councils."""

from __future__ import annotations

from django.urls import path

from training_site.people import assignment_pages as mine
from training_site.people import council_pages, staff_pages

urlpatterns = [
    path("nyckelpersoner/", council_pages.lookup, name="key_persons"),
    path("processrad/radet/", council_pages.council, name="council"),
    path("mitt-uppdrag/", mine.mine, name="my_assignment"),
    path("mitt-uppdrag/<int:pk>/avsluta/", mine.end, name="end_assignment"),
    path("mitt-uppdrag/<int:pk>/ersattare/", mine.deputy, name="deputy"),
    path("mitt-uppdrag/enheter/", mine.unit_table, name="my_units"),
    path("mitt-uppdrag/enheter/<int:pk>/<slug:what>/", mine.ask, name="ask_manager"),
    path("mitt-uppdrag/medarbetare/", staff_pages.staff, name="my_staff"),
    path("mitt-uppdrag/medarbetare/utse/", staff_pages.propose, name="propose_assignment"),
    path("mitt-uppdrag/medarbetare/antal/<int:pk>/", staff_pages.head_count, name="head_count"),
    path("mitt-uppdrag/medarbetare/<int:pk>/ja/", staff_pages.accept, name="accept_assignment"),
    path("mitt-uppdrag/medarbetare/<int:pk>/nej/", staff_pages.decline, name="decline_assignment"),
]
