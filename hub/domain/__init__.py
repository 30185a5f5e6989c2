"""Rules only: what a child's record is and what may happen to it; no clock, no random ids, no I/O."""
