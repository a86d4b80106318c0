"""Rows as files that a Swedish spreadsheet opens; no cell can be read as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins like this is read as a formula by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
Value = str | int | None
Rows = Iterable[Iterable[Value]]


def harmless(value: Value) -> Value:
    """The value; a text without unprintable signs, marked when it would be calculated."""
    if not isinstance(value, str):
        return value
    # A workbook with such a sign in it cannot be written at all.
    text = str(ILLEGAL_CHARACTERS_RE.sub("", value))
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(rows: Rows) -> bytes:
    """With semicolons, and a mark that says UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerows([harmless(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, rows: Rows) -> bytes:
    """A workbook with one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([harmless(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def download(rows: Rows, *, form: str, name: str, title: str) -> HttpResponse:
    """The rows as a file to take along; `form` is csv or xlsx, `name` the file's without its end."""
    body, kind = (as_csv(rows), CSV) if form == "csv" else (as_xlsx(title, rows), XLSX)
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
