"""From a folded string to what stands in it: figures, dates and names, as plain readings with offsets."""
