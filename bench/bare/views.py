"""A page, an answer, a list to poll, a cached string."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from bench.bare.models import Answer

TEXT = "En plan gör vården lättare att förstå för den som behöver den. " * 5
SECTIONS = [{"title": f"Avsnitt {n}", "text": TEXT, "number": n} for n in range(1, 31)]
ROWS = [{"name": f"Deltagare {n}", "step": n % 7, "done": n % 2 == 0} for n in range(30)]
STRING = "Samöva " * 1500


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The bare page: session and user from the database, one template with inheritance."""
    return render(request, "bare/page.html", {"sections": SECTIONS})


@login_required
def answer(request: HttpRequest) -> HttpResponse:
    """The bare POST: a checked form token and one row."""
    number, text = int(request.POST["question"]), request.POST["text"]
    stored = Answer.objects.create(user=request.user, question=number, text=text)
    return JsonResponse({"saved": stored.pk})


@login_required
def poll(request: HttpRequest) -> HttpResponse:
    """Thirty rows as JSON."""
    return JsonResponse({"rows": ROWS, "user": request.user.pk})


def string(request: HttpRequest) -> HttpResponse:
    """Ten kilobytes from memory."""
    return HttpResponse(STRING)
