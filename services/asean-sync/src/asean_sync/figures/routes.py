"""Figures over HTTP, for the other services."""

from typing import Annotated

from fastapi import APIRouter, Query

from asean_sync.figures import queries
from asean_sync.figures.schemas import FigureList, Span, TargetFigures
from phohien.auth import ServiceOnly, SignInRequiredError
from phohien.problems import problems
from phohien.web import Reading

router = APIRouter(prefix="/internal/v1/figures", tags=["internal"])


@router.get("", responses=problems(SignInRequiredError))
async def list_figures(
    session: Reading, _: ServiceOnly, span: Annotated[Span, Query()]
) -> FigureList:
    """How many objects went to each target, and how they were received."""
    rows = await queries.counts(session, span.since, span.until)
    return FigureList(
        data=[TargetFigures.model_validate(dict(row)) for row in rows],
        next_cursor=None,
    )
