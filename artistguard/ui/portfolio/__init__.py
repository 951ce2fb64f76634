"""The portfolio: the grid of works, filter chips, inspector, and the batch bar that signs what is chosen."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artistguard.ui.context import Context
    from artistguard.ui.portfolio.view import PortfolioView


def create(context: "Context") -> "PortfolioView":
    """The place's widget."""
    from artistguard.ui.portfolio.view import PortfolioView

    return PortfolioView(context)
