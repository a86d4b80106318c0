"""What people write in the box, and the page that must come first: chosen before the ranking was."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from training_site.search.current import current
from training_site.search.ranking import find
from training_site.search.synonyms import synonyms

# The words written → the end of the right page's address.
RIGHT = {
    "vårdplanering": "/fragor-och-svar/planeringsmote-eller-sip/",
    "VPL": "/fragor-och-svar/planeringsmote-eller-sip/",
    "mal": "/huvudmal/",
    "egen plan": "/ordlista/#ord-sip",
    "vem kallar": "/fragor-och-svar/vem-kallar/",
    "betalar kommunen": "/guider/fran-inskrivning-till-hemma/#betalningsansvar",
    "samtycke": "/ordlista/#ord-samtycke",
    "utskrivningsklar betyder": "/ordlista/#ord-utskrivningsklar",
    "tre dagar": "/guider/fran-inskrivning-till-hemma/#kallelse",
    "skolan kalla": "/vem-kan-kalla/",
    "orosanmälan": "/sip-ar-inte-orosanmalan/",
    "nyckelperson": "/nyckelpersoner/",
    "fast vårdkontakt": "/ordlista/#ord-fast-vardkontakt",
    "plan b": "/guider/forbered-ett-sip-mote/#plan-b",
    "underskrift": "/fragor-och-svar/underskrift/",
    "hemsjukvård": "/ordlista/#ord-halso-och-sjukvard-i-hemmet",
    "kartläggning": "/ordlista/#ord-kartlaggning",
    "LPT vårdplan": "/guider/fran-inskrivning-till-hemma/#samordnad-vardplan",
    "skyddade personuppgifter": "/nar-det-ar-annorlunda/",
    "provpass": "/provpass/",
    "rollspel": "/leda-ovningen-i-grupp/",
    "bekräfta läst": "/bekrafta-lasning/",
    "hur snabbt": "/fragor-och-svar/hur-snabbt/",
    "närstående kalla": "/fragor-och-svar/kan-personen-kalla/",
    "Nemo": "/ovning/uppdrag/nemo-bandet/",
}


@pytest.mark.parametrize("written", RIGHT)
def test_the_right_page_comes_first(site, written):
    page = Client().get("/sok/", {"q": written}).content.decode()

    hits = re.findall(r'<h3><a href="([^"]+)"', page)
    assert hits, "nothing found"
    assert hits[0].endswith(RIGHT[written]), hits[:3]


def test_there_are_twenty_five(site):
    assert len(RIGHT) == 25


def test_every_synonym_of_the_file_leads_to_something(site):
    index = current()
    lost = [
        " ".join(said)
        for said, meant in synonyms().items()
        if not any(find(" ".join(one), index, {}).hits for one in meant)
    ]

    assert lost == []
