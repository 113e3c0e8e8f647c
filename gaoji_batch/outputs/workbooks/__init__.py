"""New workbooks, and the records beside them."""
