"""bytes → Grid: values with their addresses, and what values do not say; raises F0xx as faults, never as
exceptions."""
