from __future__ import annotations

from django.urls import include, path, re_path

from training_site.guides import (
    answer_pages,
    board_pages,
    confirm_pages,
    forward_pages,
    matter_pages,
    matters_queue,
    news_pages,
    subscribing_pages,
    views,
)
from training_site.guides.news_feed import NewsFeed

app_name = "guides"
urlpatterns = [
    path("guider/", views.index, name="index"),
    path("guider/<slug:slug>/", views.guide, name="guide"),
    path("guider/<slug:slug>/versioner/", views.versions, name="versions"),
    path("guider/<slug:slug>/versioner/<str:number>/", views.version, name="version"),
    path("processrad/bekraftelser/", board_pages.campaigns, name="board"),
    # As many digits as a number of the database may have.
    re_path(
        r"^processrad/bekraftelser/(?P<pk>\d{1,12})/$",
        board_pages.confirmations,
        name="confirmations",
    ),
    re_path(
        r"^processrad/bekraftelser/(?P<pk>\d{1,12})/lista\.(?P<form>csv|xlsx)$",
        board_pages.export,
        name="confirmations_file",
    ),
    path("processrad/att-granska/", board_pages.to_review, name="to_review"),
    path("guider/<slug:slug>/jamfor/", views.difference, name="difference"),
    path("guider/<slug:slug>/bekrafta/", confirm_pages.confirm_guide, name="confirm"),
    path("guider/<slug:slug>/for-vidare/", forward_pages.forward_guide, name="forward"),
    path("nyheter/<slug:slug>/for-vidare/", forward_pages.forward_news, name="forward_news"),
    path("fragor-och-svar/", answer_pages.faq, name="faq"),
    path("fragor-och-svar/fraga/", matter_pages.ask, name="ask"),
    path("fragor-och-svar/<slug:slug>/", answer_pages.faq_entry, name="faq_entry"),
    path("arende/<str:secret>/", matter_pages.matter, name="matter"),
    path("lyft/", matter_pages.lift, name="lift"),
    path("lyft/handelse/", matter_pages.event, name="lift_event"),
    path("lyft/mina/", matter_pages.mine, name="mine"),
    path("lyft/mina/<int:no>/", matter_pages.own_matter, name="own_matter"),
    path("lyft/<slug:way>/", matter_pages.lift_one, name="lift_one"),
    path("processrad/", include("training_site.guides.desk_urls")),
    path("processrad/fragor/", matters_queue.queue, name="queue"),
    path("processrad/fragor/<int:no>/", matters_queue.queue_matter, name="queue_matter"),
    path("nyheter/", news_pages.news, name="news"),
    path("nyheter/feed/", NewsFeed(), name="feed"),
    path("nyheter/<slug:slug>/", news_pages.news_item, name="news_item"),
    path("nyheter/<slug:slug>/bekrafta/", news_pages.news_confirm, name="news_confirm"),
    path("kontakter/", answer_pages.contacts, name="contacts"),
    path("prenumerera/", subscribing_pages.subscribe, name="subscribe"),
    path("prenumerera/skickat/", subscribing_pages.sent, name="subscribe_sent"),
    path("prenumerera/bekrafta/<str:token>/", subscribing_pages.confirm, name="subscribe_confirm"),
    path("prenumerera/avsluta/<str:token>/", subscribing_pages.unsubscribe, name="unsubscribe"),
]
