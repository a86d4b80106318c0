from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sandbox.live import (
    activity_pages,
    after_pages,
    afterwards_pages,
    joining_pages,
    lobby_pages,
    paper_pages,
    poll,
    projector_pages,
    trainer_pages,
)

app_name = "live"

urlpatterns: list[URLPattern | URLResolver] = [
    path("delta/", joining_pages.enter, name="enter"),
    path("delta/narvaro/", joining_pages.attendance, name="attendance"),
    path("delta/<str:code>/", joining_pages.home, name="home"),
    path("delta/<slug:code>/tillbaka/", joining_pages.again, name="again"),
    path("delta/<slug:code>/lamna/", joining_pages.leave, name="leave"),
    path("ovning/tavla/<str:token>/", poll.news_page, name="news"),
    path("utbildare/<int:run>/projektor/", projector_pages.window, name="projector"),
    path("utbildare/<int:run>/visa/", projector_pages.choose, name="show"),
    path("utbildare/", trainer_pages.start, name="trainer"),
    path("utbildare/planera/", trainer_pages.plan, name="plan"),
    path("utbildare/nu/", trainer_pages.begin_now, name="begin_now"),
    path("utbildare/<int:run>/", trainer_pages.run_page, name="run"),
    path("utbildare/<int:run>/andra/", trainer_pages.change, name="change"),
    path("utbildare/<int:run>/ta-bort/", trainer_pages.withdraw, name="withdraw"),
    path("utbildare/<int:run>/oppna/", trainer_pages.open_lobby, name="open_lobby"),
    path("utbildare/<int:run>/repetera/", trainer_pages.rehearse, name="rehearse"),
    path("utbildare/<int:run>/lobby/", lobby_pages.show, name="lobby"),
    path("utbildare/<int:run>/grupper/", lobby_pages.groups, name="groups"),
    path("utbildare/<int:run>/borja/", lobby_pages.begin, name="begin"),
    path("utbildare/<int:run>/medutbildare/", lobby_pages.lead_together, name="lead_together"),
    path("delta/<slug:code>/svar/<int:no>/", activity_pages.answer, name="answer"),
    path("delta/<slug:code>/efterat/", after_pages.after_mine, name="after_mine"),
    path("delta/<slug:code>/plan/", activity_pages.monday, name="monday"),
    path("utbildare/<int:run>/efterat/", after_pages.after, name="after"),
    path("utbildare/<int:run>/skriv-ut/", paper_pages.choose, name="print"),
    path("utbildare/<int:run>/skriv-ut/blad/", paper_pages.sheets, name="print_sheets"),
    path("utbildare/<int:run>/efterhand/", afterwards_pages.register, name="afterwards"),
    path("utbildare/<int:run>/efterhand/lappar/", afterwards_pages.slips, name="slips"),
    path("utbildare/<int:run>/narvaro/", after_pages.attendance_list, name="attendance_list"),
    path("utbildare/<int:run>/fraga/", activity_pages.questions, name="questions"),
    path("utbildare/<int:run>/fraga/ny/", activity_pages.new_question, name="question_new"),
    path("utbildare/<int:run>/fraga/<int:no>/", activity_pages.question, name="question"),
    path(
        "utbildare/<int:run>/fraga/<int:no>/andra/", activity_pages.change, name="question_change"
    ),
]
