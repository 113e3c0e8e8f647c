"""What was recorded, ordered and paid: read by the rules through `view.LedgerView`."""
