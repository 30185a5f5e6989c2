"""What stops the laboratory itself: not a breach of the hub's law, but a part that it could not start or feed."""


class LabFailed(Exception):
    """The laboratory could not do its work; the text says which part and where to look."""
