"""Numbers with their words."""


def counted(count: int, one: str, many: str) -> str:
    """A number and what it is of: "1 work", "2 works"."""
    return f"{count} {one if count == 1 else many}"
