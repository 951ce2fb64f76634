"""Where the data folder is, for the window and the command line alike."""

import os
from pathlib import Path

VARIABLE = "ARTISTGUARD_HOME"


def home(given: Path | str | None = None) -> Path:
    """The data folder: the one given, the variable's, or the platform's place. Made nowhere here."""
    wanted = given or os.environ.get(VARIABLE)
    if wanted:
        return Path(os.path.abspath(wanted))  # noqa: PTH100 - keep the user's links
    import platformdirs

    return Path(platformdirs.user_data_dir("artistguard", appauthor=False))
