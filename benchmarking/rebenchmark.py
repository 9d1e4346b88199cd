"""What a next benchmark takes over from the one before. Pure: lines and judgements in, decisions out."""
