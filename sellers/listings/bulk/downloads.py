"""Tables as files: streamed, never kept."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase

from sellers.listings.bulk.spreadsheets import TYPES, Row, csv_lines, xlsx_file


def table_response(rows: Iterable[Row], *, name: str, kind: str, title: str) -> HttpResponseBase:
    """Send rows, headings first, as CSV or XLSX. Raises Http404 for another kind."""
    if kind == "csv":
        response = StreamingHttpResponse(csv_lines(rows), content_type=TYPES["csv"])
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        response.headers["Cache-Control"] = "private, no-store"
        return response
    if kind == "xlsx":
        return workbook_response([(title, rows)], name=name)
    raise Http404


def workbook_response(sheets: Iterable[tuple[str, Iterable[Row]]], *, name: str) -> FileResponse:
    """Send an XLSX file of several tables: (title of the sheet, rows with headings first)."""
    file = xlsx_file(sheets)
    response = FileResponse(file, content_type=TYPES["xlsx"], as_attachment=True, filename=f"{name}.xlsx")
    response.headers["Cache-Control"] = "private, no-store"
    return response
