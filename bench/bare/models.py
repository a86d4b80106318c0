"""The one row the bare app stores."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Answer(models.Model):
    """An answer: by whom, to what, when."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    question = models.PositiveIntegerField()
    text = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.user_id} · {self.question}"
