"""Tables as files: streamed, never kept."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase

from sellers.listings.bulk.spreadsheets import TYPES, Row, csv_lines, xlsx_file


def table_response(rows: Iterable[Row], *, name: str, kind: str, title: str) -> HttpResponseBase:
    """Send rows, headings first, as CSV or XLSX. Raises Http404 for another kind."""
    if kind == "csv":
        response: HttpResponseBase = StreamingHttpResponse(csv_lines(rows), content_type=TYPES["csv"])
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    elif kind == "xlsx":
        response = FileResponse(
            xlsx_file([(title, rows)]), content_type=TYPES["xlsx"], as_attachment=True, filename=f"{name}.xlsx"
        )
    else:
        raise Http404
    response.headers["Cache-Control"] = "private, no-store"
    return response
