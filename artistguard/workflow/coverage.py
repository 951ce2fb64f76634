"""How much was searched of what there is, in words."""

from artistguard.model.watching import Coverage


def searched(coverage: Coverage) -> str:
    """How much was searched, in words: "5 of 240 models. The rest comes next time"."""
    number = f"{coverage.searched:,}"
    if coverage.total is None:
        text = f"{number} {coverage.unit}; how many there are, the source does not say"
    elif coverage.total == 0:
        text = "nothing was there to search"
    elif coverage.total == 1:
        text = "all of it" if coverage.searched else "not looked at"
    elif coverage.searched >= coverage.total:
        text = f"all {number} {coverage.unit}"
    else:
        text = f"{number} of {coverage.total:,} {coverage.unit}"
    return f"{text}. {coverage.note}" if coverage.note else text
