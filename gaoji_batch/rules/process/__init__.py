"""Articles 11 to 15: approval, filing, change, completion, spot checks and audits."""
