"""Runs a command and writes down what it took: seconds, and the most memory it had.

    python watch.py FIGURES COMMAND…
"""

import json
import resource
import subprocess
import sys
import time


def watched(command, out=None):
    """What a command took, and what it printed if that was asked for. Its being the only child is the caller's to see to."""
    begun = time.time()
    ended = subprocess.run(command, stdout=out, check=False)
    took = time.time() - begun
    if ended.returncode != 0:
        sys.exit(ended.returncode)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return {"seconds": took, "peak_bytes": peak}, ended.stdout


if __name__ == "__main__":
    told, _ = watched(sys.argv[2:])
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(told, file)
