"""What can be rebuilt from events: the rows that access reads, written in the transaction of the events."""
