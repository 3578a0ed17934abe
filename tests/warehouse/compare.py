"""Loads a folder of logs into a real engine by the SQL that ships, twice, and compares every number of the scorecard with
what the Rust fold made of the same logs. Exits with 1 when any is not equal, or the second load changed anything.

    python compare.py ENGINE SCRIPT FOLDER SCRATCH FIGURES

What it took is written to FIGURES."""

import json
import os
import sys
import time

from engines import ENGINES, logs, peak, read
from scorecard import SCORECARD, unequal


def main():
    name, script, folder, scratch, figures = sys.argv[1:6]
    script = read(script)
    expected = json.loads(read(os.path.join(folder, "expected.json")))
    os.makedirs(scratch)
    engine = ENGINES[name](scratch)
    told = {"engine": engine.version}
    wrong = 0
    prints = []
    for load in ["load_seconds", "second_load_seconds"]:
        begun = time.time()
        engine.load(script, logs(folder))
        told[load] = time.time() - begun
        prints.append(engine.fingerprint())
    told["events"] = prints[0][0]
    told["second_load_changed_nothing"] = prints[0] == prints[1]
    if told["events"] != expected["events"] or not told["second_load_changed_nothing"]:
        print(f"{name}: {expected['events']} events were written; after one and two loads: {prints}")
        wrong += 1
    told["compared"] = 0
    spans = [
        ("whole", None, "numbers_seconds"),
        ("part", "settings", "numbers_of_a_span_seconds"),
        ("moment", "moment_settings", "numbers_of_a_moment_seconds"),
    ]
    for what, settings, seconds in spans:
        if settings:
            engine.choose(expected[settings])
        begun = time.time()
        rows = engine.rows(SCORECARD)
        told[seconds] = time.time() - begun
        told["compared"] += len(expected[what])
        wrong += unequal(f"{name}, {what}", expected[what], rows)
    told["unequal"] = wrong
    told["peak_bytes"] = peak()
    with open(figures, "w", encoding="utf-8") as file:
        json.dump(told, file)
    sys.exit(1 if wrong else 0)


main()
