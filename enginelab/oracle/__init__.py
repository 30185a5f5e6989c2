"""The oracle: access decisions in plain Python, written from the prose, and the questions that are asked."""
