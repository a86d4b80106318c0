"""The door for application servers."""

from __future__ import annotations

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "training_site.settings.production")
application = get_wsgi_application()

# Every page is read in before the first visitor asks for one. What is there then lives as long as the
# process: a garbage collector that walks through it now and again keeps a visitor waiting for 0.2 s.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
