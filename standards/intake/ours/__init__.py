"""Our own form, which knows its lines again: the template, its strict reading, the round trip."""
