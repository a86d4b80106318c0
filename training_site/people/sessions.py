"""Sessions in the database, read with a query that is composed once."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from courses.quiz.prepared import Prepared, text

_BY_KEY = Prepared(
    lambda: Session.objects.filter(session_key=text("key")).values_list(
        "session_data", "expire_date"
    )
)


class SessionStore(db.SessionStore):
    """Django's own store; only the reading, which every signed-in page does, is its own."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        key = self.session_key or ""
        for data, expires in _BY_KEY.rows(key=key):
            if expires > timezone.now():
                return Session(session_key=key, session_data=data, expire_date=expires)
        self._session_key = None
        return None
