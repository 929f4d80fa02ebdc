"""A trainer that writes its weights in place, for some seconds each: last.pt, and 80 ms later best.pt.

Arguments: the directory, the seconds that a file takes, the seconds between two saves. A file that is whole ends with
its length; signals end the program at once, wherever it is.
"""
import os
import struct
import sys
import time

directory, seconds, between = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
pieces, piece = 50, b"\1" * 4000
epoch = 0
while True:
    epoch += 1
    print(f"epoch {epoch} of 100, loss 0.{epoch}", flush=True)
    time.sleep(between)
    for name in ("last.pt", "best.pt"):
        with open(os.path.join(directory, name), "wb", buffering=0) as file:
            for _ in range(pieces):
                file.write(piece)
                time.sleep(seconds / pieces)
            file.write(struct.pack("<q", pieces * len(piece)))
        if name == "last.pt":
            time.sleep(0.08)
    with open(os.path.join(directory, "saves"), "a") as file:
        file.write(f"{epoch}\n")
