import sys

print("PROGRESS 1 2 half way", file=sys.stderr, flush=True)
sys.stdout.buffer.write(sys.stdin.buffer.read().upper())
