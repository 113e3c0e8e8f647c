"""Writes `sample_data/`: a made-up workspace with every layout
and format that units send, and a list of every mistake in it.

`python -m tests.sample [DIR]`. Written from docs/contract/ alone;
nothing here reads gaoji_batch, so that the sample tests the rules.
"""
