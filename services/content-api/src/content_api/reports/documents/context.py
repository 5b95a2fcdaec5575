"""A snapshot as what a template is filled with; every value is text or a list."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from content_api.reports.documents import wording
from content_api.reports.documents.passages import BY_SECTION
from content_api.reports.documents.shape import Passage
from content_api.reports.facts import sections

Context = dict[str, Any]
DRAFT = "BẢN NHÁP, CHƯA CHỐT"
EMPTY = "Không phát sinh trong kỳ."
NOTHING = Passage()


def context_of(snapshot: Mapping[str, Any]) -> Context:
    """Of the province's report, or of one agency's part."""
    names = names_of(snapshot)
    agency = snapshot.get("agency")
    texts = snapshot.get("texts", {})
    parts = snapshot.get("parts", [])
    results = [
        _section(section, snapshot, names, texts, parts) for section in sections.RESULTS
    ]
    return {
        "title": snapshot.get("title") or "Kết quả hoạt động thông tin đối ngoại",
        "agency": agency["name"] if agency else "",
        "period_from": wording.day(snapshot["period"]["from"]),
        "period_to": wording.day(snapshot["period"]["to"]),
        "period_note": snapshot.get("period_note", ""),
        "state": _state(snapshot),
        "content_sha256": snapshot.get("content_sha256", ""),
        "results": results,
        "assessment": _written("assessment", texts, parts),
        "directions": _written("directions", texts, parts),
        "parts": [
            {
                "name": part["name"],
                "signed": _signed(part),
                "sha256": part["sha256"] or "",
            }
            for part in parts
        ],
        "figures": snapshot["figures"],
    }


def names_of(snapshot: Mapping[str, Any]) -> dict[str, str]:
    """Of agencies and targets, by code; a text that was frozen before has fewer."""
    names = {**snapshot.get("targets", {}), **snapshot.get("agencies", {})}
    agency = snapshot.get("agency")
    if agency:
        names[agency["code"]] = agency["name"]
    return names


def _section(
    section: sections.Section,
    snapshot: Mapping[str, Any],
    names: Mapping[str, str],
    texts: Mapping[str, str],
    parts: list[dict[str, Any]],
) -> Context:
    tell = BY_SECTION.get(section.code)
    told = tell(snapshot["figures"], snapshot["facts"], names) if tell else NOTHING
    tables = [asdict(table) for table in told.tables if table.rows]
    paragraphs = _written(section.code, texts, parts)
    lines = told.lines
    if not (lines or tables or paragraphs):
        lines = [EMPTY]
    return {
        "code": section.code,
        "number": section.number,
        "title": section.title,
        "lines": lines,
        "tables": tables,
        "written": paragraphs,
    }


def _written(
    code: str, texts: Mapping[str, str], parts: list[dict[str, Any]]
) -> list[str]:
    """Paragraphs: the province's own, then each agency's under its name."""
    paragraphs = _paragraphs(texts.get(code, ""))
    for part in parts:
        own = _paragraphs(part["texts"].get(code, ""))
        if own:
            paragraphs += [f"{part['name']}: {own[0]}", *own[1:]]
    return paragraphs


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _state(snapshot: Mapping[str, Any]) -> str:
    for name, verb in (("frozen", "Chốt"), ("signed", "Ký")):
        if f"{name}_at" in snapshot:
            on = wording.day(snapshot[f"{name}_at"])
            return f"{verb} ngày {on}, {snapshot[f'{name}_by']}"
    return DRAFT


def _signed(part: Mapping[str, Any]) -> str:
    if part["state"] != "signed":
        return "chưa ký"
    return f"{part['signed_by']}, {wording.day(part['signed_at'])}"
