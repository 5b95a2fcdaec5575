"""What stands under each heading."""

from collections.abc import Callable, Mapping

from content_api.reports.documents import inside, outside
from content_api.reports.documents.shape import Figures, Names, Passage

BY_SECTION: Mapping[str, Callable[[Figures, Figures, Names], Passage]] = {
    "directives": inside.directives,
    "people": inside.people,
    "trainings": inside.trainings,
    "topics": outside.topics,
    "items": outside.items,
    "assets": outside.assets,
    "targets": outside.targets,
    "publications": outside.publications,
    "promotion": outside.promotion,
    "delegations": outside.delegations,
    "press": outside.press,
    "secrecy": inside.secrecy,
    "budget": inside.budget,
}
