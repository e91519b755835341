"""What parkie returns: pydantic records, frozen and strict, that know nothing of spaCy."""
