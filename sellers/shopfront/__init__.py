"""What a seller shows of itself: story, cover, pictures."""
