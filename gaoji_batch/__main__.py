"""Where `gaoji` and `python -m gaoji_batch` begin: Ctrl-C is one line even while the command line itself is being loaded."""

import signal
import sys


def start() -> None:
    """Loads the command line and hands over to it."""
    try:
        from gaoji_batch.cli import main
    except KeyboardInterrupt:
        print("已中断；办法：重新运行即可", file=sys.stderr)
        sys.exit(2)
    try:
        main()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # one line is enough, whatever is pressed while the process ends


if __name__ == "__main__":
    start()
