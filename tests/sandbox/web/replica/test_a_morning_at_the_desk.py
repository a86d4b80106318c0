"""The inbox and the overview as a coordinator meets them at eight in the morning."""

from __future__ import annotations

from django.core.cache import cache

from sandbox.process.state import MINUTES_PER_DAY
from tests.sandbox.web.replica.conftest import EVERYBODY, words

DAY = 28 * MINUTES_PER_DAY


def test_a_message_is_acknowledged_in_the_list_and_its_sender_sees_by_whom(room):
    before = room.text("bistand")
    receipt = room.client.post(
        room.url("bistand", "arende/1/dokument/2/"), {"back": room.url("bistand", "?visa=nya")}
    )
    after = room.text("bistand", "?visa=nya")
    sent = room.text("avdelning-4", "?visa=skickat")

    assert "1 meddelande väntar" in before
    assert "Avdelning 4 i går kl. 14.10 Inte kvitterat senast i dag kl. 9.00" in before
    assert "Vad betyder det att kvittera?" in before
    assert receipt.headers["Location"].endswith("?visa=nya#nya")
    assert "Allt är kvitterat" in after
    assert "1 av 3" in sent
    assert "Biståndsenheten Kvitterat i dag kl. 8.00" in sent
    assert "Vårdcentralen Ån Inte läst" in sent


def test_what_the_unit_should_have_read_by_now_is_late_and_still_first(room):
    room.do("avdelning-4", "send_message", {"recipients": ["bistand"], "subject": "Nycklar"})
    room.client.post(room.url("bistand", "arende/1/dokument/3/"))
    room.until(DAY + 9 * 60 + 30)

    page = room.text("bistand")

    assert "1 meddelande väntar på kvittering. 1 är försenat." in page
    assert "Försenat skulle ha kvitterats i dag kl. 9.00" in page
    assert page.index("Försenat skulle") < page.index("Meddelande: Nycklar")


def test_the_inbox_shows_one_kind_or_one_person_and_never_leads_out_of_the_room(room):
    room.cases(2)
    room.do("avdelning-4", "send_message", {"recipients": ["bistand"], "subject": "Nycklar"})
    messages = room.text("bistand", "?visa=alla&typ=message")
    about = room.text("bistand", "?person=1")
    away = room.client.post(
        room.url("bistand", "arende/1/dokument/2/"), {"back": "https://example.org/"}
    )

    assert "Meddelande: Nycklar" in messages
    assert "i går kl. 14.10" not in messages
    assert about.count("Inskrivningsmeddelande, Berit Påhittad") == 1
    assert away.headers["Location"].startswith(room.url("bistand"))


def test_the_overview_tells_how_far_each_case_has_come_and_what_runs_out(room):
    room.do("avdelning-4", "notify_ready", {"recipients": EVERYBODY, "doctor": "Pia Påhitt"})
    room.at("vc-an")  # whom nobody answers for, so no call goes by itself
    room.until(DAY + 3 * MINUTES_PER_DAY + 6 * 60)

    row = room.text("bistand", "oversikt/")
    none = room.text("bistand", "oversikt/?visa=home")
    whose = room.text("bistand", "oversikt/?ordna=kommun")

    assert "Utskrivningsklara (1)" in row
    assert "Utskrivningsklar steg 4 av 6" in row
    assert "utskrivningsklar i 3 dagar" in row
    assert "Kallelse till SIP 17 tim kvar" in row
    assert "I varje grupp står det som har kortast tid kvar först." in row
    assert "Det som har kortast tid kvar står först." in room.text(
        "bistand", "oversikt/?ordna=ingen"
    )
    assert "Spåret är" not in row  # nobody has judged one
    assert "Här finns ingen just nu" in none
    assert "klockan där är tors 26 nov kl. 6.00" in words(room.client.get("/ovning/rum/"))
    assert "Hittestads kommun (1)" in whose


def test_a_case_without_a_fixed_care_contact_says_so_until_there_is_one(room):
    missing = room.text("bistand", "oversikt/")
    room.do("vc-an", "appoint_contact", {"name": "Ida Exempel", "role": "distriktssköterska"})
    found = room.text("bistand", "oversikt/")

    assert "inte utsedd" in missing
    assert "Ida Exempel, distriktssköterska Vårdcentralen Ån" in found


def test_lists_ask_the_database_as_often_for_many_cases_as_for_one(
    room, django_assert_max_num_queries
):
    counts: dict[str, list[int]] = {"": [], "oversikt/": []}
    room.text("bistand")  # the county is read once for all
    for cases in (1, 3, 12):
        room.cases(cases)
        for page, found in counts.items():
            url = room.url("bistand", page)
            cache.clear()
            with django_assert_max_num_queries(20) as asked:
                shown = words(room.client.get(url))
            found.append(len(asked))
            assert shown.count("19") >= cases

    assert [len(set(found)) for found in counts.values()] == [1, 1], counts
