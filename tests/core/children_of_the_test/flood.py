import sys

block = b"x" * 1024**2
for _ in range(300):
    sys.stdout.buffer.write(block)
