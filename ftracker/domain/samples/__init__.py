"""A made-up household: the same seed and the same day give the same books."""
