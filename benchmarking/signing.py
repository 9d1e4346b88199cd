"""The exact state that a signature stands under. Pure: plain values in, canonical form, hash and differences out."""
