"""A guide written out: what its blocks show to everybody alike."""

from __future__ import annotations

import pytest

from training_site.guides.reading import write

POINTS = ["Personen vet tid och plats.", "Alla har svarat."]


@pytest.mark.django_db
def test_a_checklist_of_a_guide_shows_its_points_and_keeps_nothing_of_a_reader():
    points = [
        {"type": "item", "value": point, "id": f"0000000{place}-0000-4000-8000-000000000000"}
        for place, point in enumerate(POINTS)
    ]
    value = {"title": "Sista koll", "points": points}

    html = write(
        [{"type": "checklist", "value": value, "id": "00000009-0000-4000-8000-000000000000"}]
    ).html

    assert [html.count(point) for point in POINTS] == [1, 1]
    assert html.count('type="checkbox"') == 2
    assert "<!--own" not in html
