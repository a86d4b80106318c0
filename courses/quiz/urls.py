from __future__ import annotations

from django.urls import path

from courses.quiz import views

app_name = "quiz"

urlpatterns = [
    path("<slug:public_id>/", views.take, name="take"),
    path("<slug:public_id>/spara/", views.save, name="save"),
    path("<slug:public_id>/svar/", views.result, name="result"),
    path("<slug:public_id>/igen/", views.again, name="again"),
]
