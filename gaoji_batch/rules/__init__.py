"""The law: one module a clause, each rule a pure function over shared facts."""
