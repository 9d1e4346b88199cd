"""Files that are damaged, odd or meant to harm, made in code: one case for each way that we know of."""
