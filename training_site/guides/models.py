"""Models of this app, from where they are written."""

from __future__ import annotations

from training_site.guides.answers import FaqEntry, NewsItem
from training_site.guides.approval import LawyerTask, TwoKeysTask
from training_site.guides.confirmations import Asked, Campaign
from training_site.guides.keys import Key, LawyerReading
from training_site.guides.matters import Matter, MatterStep
from training_site.guides.pages import Attachment, GuideIndexPage, GuidePage
from training_site.guides.review_warnings import ReviewWarning
from training_site.guides.reviews import ExerciseReview
from training_site.guides.telling import Contact, ServiceNotice, Subscription
from training_site.guides.versions import GuideVersion

__all__ = [
    "Asked",
    "Attachment",
    "Campaign",
    "Contact",
    "ExerciseReview",
    "FaqEntry",
    "GuideIndexPage",
    "GuidePage",
    "GuideVersion",
    "Key",
    "LawyerReading",
    "LawyerTask",
    "Matter",
    "MatterStep",
    "NewsItem",
    "ReviewWarning",
    "ServiceNotice",
    "Subscription",
    "TwoKeysTask",
]
