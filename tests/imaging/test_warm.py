import subprocess
import sys

HEAVY = "('numpy', 'scipy', 'imagehash', 'pdqhash', 'pillow_heif', 'pillow_jxl', 'psd_tools', 'iscc_lib', 'resvg_py')"


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = (
        "import artistguard.imaging.read, artistguard.imaging.posting, artistguard.imaging.digest, sys; "
        f"print([m for m in {HEAVY} if m in sys.modules])"
    )

    assert run(code) == "[]"


def test_warm_loads_all_of_it_and_the_openers() -> None:
    code = (
        "from artistguard.imaging.warm import warm; warm(); import sys; from PIL import Image; "
        f"print([m for m in {HEAVY} if m not in sys.modules], "
        "[f for f in ('HEIF', 'JXL', 'AVIF', 'WEBP', 'TIFF') if f not in Image.OPEN])"
    )

    assert run(code) == "[] []"
