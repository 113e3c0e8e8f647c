"""Steps that use cases share: loading, judging, stages, payments due, certificate register, the ledger."""
