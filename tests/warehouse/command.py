"""Asks `housestyle score` for the scorecard of a folder of logs, and compares it with what the fold made of the same
events as they were written. Exits with 1 when a number is not equal.

    python command.py HOUSESTYLE FOLDER FIGURES
"""

import glob
import json
import os
import subprocess
import sys
from datetime import datetime, timezone

from engines import logs, read
from scorecard import unequal
from watch import watched


def main():
    program, folder, figures = sys.argv[1:4]
    expected = json.loads(read(os.path.join(folder, "expected.json")))
    settings = expected["settings"]

    def time(name):
        return datetime.fromtimestamp(settings[name] / 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    command = [program, "score", "--format", "json", "--from", time("from_ms"), "--to", time("to_ms")]
    command += ["--now", time("now_ms"), "--rate", f"{settings['rate_hundredths'] / 100:.2f}"]
    command += sorted(glob.glob(logs(folder)))
    told, printed = watched(command, subprocess.PIPE)
    numbers = json.loads(printed)["numbers"]
    rows = [[n["name"], n["key"], n["part"], n["amount"], n["of"], n["value"]] for n in numbers]
    wrong = unequal("housestyle score", expected["part"], rows)
    with open(figures, "w", encoding="utf-8") as file:
        json.dump({**told, "compared": len(expected["part"]), "unequal": wrong}, file)
    sys.exit(1 if wrong else 0)


main()
