"""Every address of the site."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from training_site.admin_texts import AdminTexts
from training_site.front import views as front

handler400 = "training_site.front.views.unreadable"
handler429 = "training_site.people.views.too_many"

media = (
    [re_path(r"^media/(?P<path>.+)$", serve, {"document_root": settings.MEDIA_ROOT})]
    if settings.SERVE_MEDIA
    else []
)

urlpatterns = [
    path("konto/", include("training_site.people.urls")),
    path("lasinstallningar/", front.reading, name="reading_settings"),
    path("sok/", include("training_site.search.urls")),
    path("mina-sidor/", front.my_pages, name="my_pages"),
    path("mina-sidor/mina-uppgifter/", include("training_site.people.my_data_urls")),
    path("", include("training_site.people.assignment_urls")),
    path("", include("sandbox.live.urls")),
    path("ovning/rum/", include("sandbox.web.replica.urls")),
    path("ovning/", include("sandbox.web.urls")),
    path("", include("training_site.guides.urls")),
    path("", include("training_site.figures.urls")),
    path("fragor/", include("courses.quiz.urls")),
    path("", include("courses.urls")),
    # One door: the admin's own form knows no limit on tries.
    path(
        "admin/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
    ),
    path("admin/jsi18n/", AdminTexts.as_view()),
    path("admin/", include(wagtailadmin_urls)),
    path("dokument/", include(wagtaildocs_urls)),
    *media,
    path("", include(wagtail_urls)),
]
