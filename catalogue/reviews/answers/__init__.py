"""What buyers ask about a good, and what its seller says to questions and reviews."""
