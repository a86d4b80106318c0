"""Models of this app, from where they are written."""

from __future__ import annotations

from courses.attestations import Attestation, AttestRequest
from courses.certificates import Certificate
from courses.own_words import OwnWord
from courses.pages import CourseIndexPage, CoursePage, LessonPage, LessonQuestion, ModulePage
from courses.records import Completion, Enrolment, Visit
from courses.references import CountySetting, GlossaryTerm, LawReference, LocalRule, Source
from courses.stamp import ContentStamp

__all__ = [
    "AttestRequest",
    "Attestation",
    "Certificate",
    "Completion",
    "ContentStamp",
    "CountySetting",
    "CourseIndexPage",
    "CoursePage",
    "Enrolment",
    "GlossaryTerm",
    "LawReference",
    "LessonPage",
    "LessonQuestion",
    "LocalRule",
    "ModulePage",
    "OwnWord",
    "Source",
    "Visit",
]
