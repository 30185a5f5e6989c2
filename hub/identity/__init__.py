"""Which child is meant: by verified identifier, by exact name, date of birth and postcode, or by a person."""
