"""python -m gaoji_batch."""

from gaoji_batch.cli import main

if __name__ == "__main__":
    main()
