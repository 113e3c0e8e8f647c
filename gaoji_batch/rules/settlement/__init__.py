"""Family R: what the ledger, the bank and the submitted workbooks say of the same project, held against each
other by `gaoji reconcile`.

The rules take a `settlement.lines.Reconciling` instead of the facts of a batch.
"""
