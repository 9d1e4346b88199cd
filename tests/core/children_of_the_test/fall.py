raise RuntimeError("fell down")
