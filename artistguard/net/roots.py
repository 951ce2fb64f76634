"""The roots that the web's certificates lead to, as the door itself takes them."""

import functools
import re
import warnings
from pathlib import Path

from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning
from requests.utils import DEFAULT_CA_BUNDLE_PATH

_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@functools.cache
def usual() -> tuple[x509.Certificate, ...]:
    """Every root of the bundle that https is checked with, but for those too odd to be read. Raises OSError."""
    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)  # of old roots' serial numbers
        for pem in _PEM.findall(Path(DEFAULT_CA_BUNDLE_PATH).read_bytes()):
            try:
                found.append(x509.load_pem_x509_certificate(pem))
            except ValueError:
                continue
    return tuple(found)
