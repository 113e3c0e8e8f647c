"""Article 4: who may take part."""
