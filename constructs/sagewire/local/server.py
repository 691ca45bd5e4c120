"""The server process: MiniStack, our SageMaker, their CloudFormation types, and a clean end."""

import asyncio
import logging
import os
import signal
import sys
import threading
from pathlib import Path

from sagewire.local import tether
from sagewire.local.directory import LocalDirectory
from sagewire.local.errors import LocalError
from sagewire.local.settings import Settings

log = logging.getLogger("sagewire")

_GRACE_SECONDS = 5.0


def main() -> int:
    """Serve until SIGTERM, or until the process that started us is gone."""
    settings = Settings.from_json(sys.argv[1])
    if settings.parent is None:
        _detach()
    else:
        tether.tie(settings.parent, when_gone=_end_soon)
    for descriptor in (settings.socket, settings.lock):
        os.set_inheritable(descriptor, False)  # noqa: FBT003  a positional-only argument
    home = LocalDirectory(Path(settings.directory))
    home.write(pid=os.getpid(), port=settings.port)
    try:
        _install(settings)
    except LocalError as error:
        print(error, file=sys.stderr)
        return 1
    asyncio.run(_serve(settings))
    home.clean()
    os._exit(0)  # threads of MiniStack may still be waiting for something: nothing of theirs is left to save


def _detach() -> None:
    """Become a session of our own that nobody has to wait for."""
    if os.fork():
        os._exit(0)
    os.setsid()


def _end_soon() -> None:
    """End in good order, or at least end."""
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(_GRACE_SECONDS)
    tether.kill_group()


def _install(settings: Settings) -> None:
    # Imported late: a detached server forks before, and a MiniStack that lacks a seam is told in one line.
    from sagewire.local import seams  # noqa: PLC0415

    seams.check()
    from sagewire.local import installation  # noqa: PLC0415

    installation.install(settings)


async def _serve(settings: Settings) -> None:
    from hypercorn.asyncio import serve  # noqa: PLC0415
    from hypercorn.config import Config  # noqa: PLC0415

    from sagewire.local import installation, seams  # noqa: PLC0415

    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)

    async def until_stopped() -> None:
        await stopping.wait()
        threading.Timer(_GRACE_SECONDS, os._exit, (1,)).start()
        await asyncio.to_thread(installation.stop)

    config = Config()
    config.bind = [f"fd://{settings.socket}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1.0
    await serve(seams.asgi_app(), config, shutdown_trigger=until_stopped)


if __name__ == "__main__":
    sys.exit(main())
