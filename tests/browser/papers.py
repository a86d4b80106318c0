"""What is written in the rooms: the bodies of the forms, about people who do not exist."""

from __future__ import annotations

from typing import Any

from tests.browser.rooms import (
    ADULTS,
    BUP,
    CENTRE,
    CLINIC,
    DESK,
    HOME,
    SCHOOL,
    SUPPORT,
    TODAY,
    WARD,
    in_days,
)

NOBODY_YET = "Leif Låtsashav"
OTHERS = [CENTRE, DESK, HOME]
NOW = TODAY.isoformat()
FRIDAY = in_days(4)
REQUEST = {
    "recipients": [WARD],
    "reason": "Föll i hallen i natt.",
    "function": "Går själv inne.",
    "ongoing": "Hemsjukvård på tisdagar.",
    "contacts": "Kim Låtsas, 070-174 06 05",
    "consent": "consent",
}
ADMISSION = {
    "admitted_day": NOW, "admitted_time": "7.00", "assessment": "yes",
    "assessed_by": "Omar Exempel", "assessed_day": NOW, "assessed_time": "7.30",
    "estimated_day": FRIDAY, "law": "none", "cause": "Höften",
}  # fmt: skip
NOTICE = {"recipients": OTHERS, "facts": ["name", "identity_number", "address", "estimated_day"],
          "estimated_day": FRIDAY, "ward_contact": "Pia Påhitt, 08-465 004 04"}  # fmt: skip
CONTACT = {"name": "Ida Exempel", "role": "distriktssköterska", "phone": "070-174 06 11",
           "appointed_by": "Verksamhetschefen"}  # fmt: skip
CONSENT = {
    "ground": "consent",
    "givers": [{"giver": "person", "name": NOBODY_YET, "answer": "yes"}],
    "basis": "oral",
    "purposes": ["make_plan", "share_mapping", "share_goals"],
    "receivers": [DESK, HOME, WARD],
}
PLANNING: dict[str, dict[str, Any]] = {
    WARD: {"now": "Går tio meter med rollator.", "track": "yellow"},
    CENTRE: {"health_state": "Diabetes.", "open_care": "yes", "can_receive_day": FRIDAY},
    DESK: {"before": "Hjälp med inköp.",
           "current": [{"text": "Inköp", "how_often": "varje vecka", "who": "Hemtjänsten"}]},
    HOME: {"aids": "Rollator.",
           "measures": [{"text": "Ser om såret", "from_day": FRIDAY, "who": "Kim Låtsas"}]},
}  # fmt: skip
READY = {"recipients": OTHERS, "open_care": "yes", "doctor": "Omar Exempel", "judged_day": NOW,
         "judged_time": "8.00"}  # fmt: skip
CALL = {"recipients": [DESK, HOME, WARD], "purpose": "Så att Leif kommer hem tryggt.",
        "day": in_days(1), "time": "10.00", "place": "Avdelning 4",
        "questions": {DESK: "Kan hemtjänsten börja på fredag?"}}  # fmt: skip
GOAL = "Jag vill gå ner till hamnen med stavar före midsommar."
GOALS = {
    "main_goal": GOAL,
    "main_day": in_days(150),
    "subgoals": [{"text": "Jag vill duscha utan att vara rädd.", "heading": "personlig-hygien"}],
    "measures": [{"text": "Följer upp medicinen", "responsible": CENTRE,
                  "contact": "Ida Exempel, 070-174 06 11"}],
    "own_measures": [{"text": "Jag går till brevlådan", "often": "Varje dag"}],
}  # fmt: skip
INFORMATION = {"recipients": OTHERS, "summary": "Opererad.", "medicines": "Inget nytt.",
               "to_person": ["summary"]}  # fmt: skip
SHOWER = {"text": "Hjälper till i duschen", "contact": "Bo", "heading": "personlig-hygien"}
WOUND = {"text": "Lägger om såret", "contact": "Eva, 070-174 06 13", "often": "Varannan dag"}
AHEAD = {"day": in_days(40), "form": "phone", "coordinator": CENTRE,
         "coordinator_name": "Ida Exempel", "coordinator_phone": "070-174 06 11",
         "principal": "region",
         "documentation": [{"party": CENTRE, "what": "Planen"}]}  # fmt: skip
NEED = {"noticed_by": "municipal_care", "who": "Eva, hemsjukvården",
        "needs": "Såret, smärtan och maten sköts av var sin enhet.",
        "existing": "Genomförandeplan för hemtjänst."}  # fmt: skip
AT_HOME = {**CONSENT, "receivers": [DESK, HOME]}
BASIS = {"question": "Vem gör vad?", "important": "Hamnen.", "units": [DESK, HOME]}
MAPPING = {"areas": [{"heading": "rorelse", "text": "Stavar.", "own_words": True}]}
INVITATION = {**CALL, "recipients": [DESK, HOME], "place": "Hemma hos Leif", "form": "home"}
COMES = {"answer": "comes", "who": "Kim Låtsas"}
MET = {"attended": [DESK, HOME], "form": "home", "person_took_part": "self"}
HELD = {"attended": [DESK, HOME]}
FOLLOWED = {"form": "phone", "measures": [
    {"what": SHOWER["text"], "outcome": "ongoing", "text": "Det går lättare nu."},
]}  # fmt: skip
EVALUATED = {"main_goal": "yes", "own_words": "Jag satt på bryggan.", "next": "close"}
REACHED = {"reason": "goals_reached"}
ASKED = {
    "ground": "consent",
    "givers": [{"giver": "guardian_1", "name": "Malin Hittepå", "answer": "yes"},
               {"giver": "guardian_2", "name": "Peter Hittepå", "answer": "no"}],
    "child_answer": "yes",
    "child_words": "Ja, om Doris är med.",
    "basis": "oral",
    "purposes": ["make_plan", "share_mapping", "share_goals"],
    "receivers": [BUP, SCHOOL, "mamma", "pappa"],
}  # fmt: skip
INVITED = {"recipients": [BUP, SCHOOL], "day": in_days(4), "time": "15.00", "place": "Stallet",
           "purpose": "En väg tillbaka som Tindra tror på.",
           "questions": {BUP: "Vad kan ni göra i skolan?"}}  # fmt: skip
TAKEN_BACK = {"extent": "part", "receivers": [SUPPORT], "told_to": "Kim Låtsas, rehab",
              "day": in_days(0)}  # fmt: skip
PART = {"needs": "Stöd i samtalen med hyresvärden.",
        "measures": [{"text": "Samtal med hyresvärden", "decided": True,
                      "contact": "Sara Skröna, 0980-31 92 06"}]}  # fmt: skip
AGREED = {"answer": "agrees", "who": "Sara Skröna, socialsekreterare"}
APPLIED = {"kind": "first", "day": in_days(0), "doctor": "Axel Övning"}
DECIDED = {"recipients": [CLINIC, ADULTS, SUPPORT], "doctor": "Axel Övning",
           "decided_day": in_days(0), "until_day": in_days(120),
           "conditions": "Ta läkemedel."}  # fmt: skip
