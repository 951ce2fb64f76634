"""What would leave the machine, shown to the byte. Nothing is sent."""

import base64
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from artistguard.model.counting import counted

if TYPE_CHECKING:
    from artistguard.cli.app import Run
    from artistguard.model.registering import Leaving, Prepared

_SHOWN = 8  # requests that are shown to people; a script gets them all


def show(run: "Run", prepared: "Iterable[tuple[str, Prepared]]") -> None:
    """Every request of these, by registry. What is made only when it is sent is named."""
    requests: list[dict[str, Any]] = []
    count = 0
    for registry, one in prepared:
        for leaving in one.leaves:
            count += 1
            head, body = _parts(leaving)
            if run.output.json_only:
                requests.append(
                    {
                        "registry": registry,
                        "works": [item.work_id for item in one.submission.items],
                        "why": leaving.why,
                        "method": leaving.method,
                        "url": leaving.url,
                        "head": head,
                        "body_base64": base64.b64encode(leaving.body).decode(),
                        "made_when_sent": leaving.later,
                    }
                )
            elif count <= _SHOWN:
                run.output.say(f"\n{leaving.why}")
                run.output.say(head.replace("\r\n", "\n").rstrip("\n") + "\n")
                run.output.say(body)
                if leaving.later:
                    run.output.say(f"(made when it is sent: {', '.join(leaving.later)})")
    if count > _SHOWN:
        run.output.say(f"\nand {counted(count - _SHOWN, 'more request', 'more requests')}; --json has them all.")
    run.output.answer(would_send=requests)
    run.output.say("\nNothing was sent.")


def _parts(leaving: "Leaving") -> tuple[str, str]:
    """The head of a request, and its body as text where it is text."""
    from artistguard.net import wire

    planned = wire.planned(leaving.method, leaving.url, leaving.why, leaving.headers, leaving.body)
    try:
        body = leaving.body.decode("utf-8")
    except UnicodeDecodeError:
        body = leaving.body.hex(" ")
    return planned.request, body
