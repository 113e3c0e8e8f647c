"""Where `gaoji` and `python -m gaoji_batch` begin: Ctrl-C is one line even while the command line itself is
being loaded, or is leaving."""

import gc
import signal
import sys


def start() -> None:
    """Loads the command line and hands over to it."""
    # what is read stays until the end: to look for cycles among it often costs a tenth of a run
    gc.set_threshold(500_000, 50, 100)
    try:
        from gaoji_batch.cli import main

        main()
    except KeyboardInterrupt as pressed:
        if isinstance(pressed.__context__, SystemExit):  # the command had ended, and has said so
            raise pressed.__context__ from None
        print("已中断；办法：重新运行即可", file=sys.stderr)
        sys.exit(2)
    finally:
        # what a run holds goes with its process: to look for cycles in it once more takes a tenth of a run
        gc.freeze()
        # one line is enough, whatever is pressed while the process ends
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # CPython keeps in mind an interrupt inside exec'd text (a dataclass in the making), though caught,
        # and would end by the signal
        exec("")


if __name__ == "__main__":
    start()
