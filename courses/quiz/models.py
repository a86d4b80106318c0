"""The models of this app: questions and their versions, attempts and their steps."""

from __future__ import annotations

from courses.quiz.attempts import Attempt, AttemptItem, Certainty, Step
from courses.quiz.questions import Question, QuestionVersion

__all__ = ["Attempt", "AttemptItem", "Certainty", "Question", "QuestionVersion", "Step"]
