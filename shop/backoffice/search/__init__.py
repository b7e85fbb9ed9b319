"""What the office does for the search: words that mean the same, what people look for, where a word leads."""
