"""Production settings with the static files of this run beside them, not compressed."""

from __future__ import annotations

import os

from training_site.settings.production import *

STATIC_ROOT = os.environ["BENCH_STATIC"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
