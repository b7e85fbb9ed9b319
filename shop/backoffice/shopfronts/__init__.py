"""Reviewers look at the story and pictures of shop fronts."""
