"""Python on Linux made to refuse what Windows refuses:
`pytest -p tests.windows_like.plugin` (make test-windows-like).

The refusals stand in `site/sitecustomize.py`, which every process that a test starts imports by itself.
"""
