"""Makes the tables as the first version of the SQL made them, lets them hold what that version could read, and loads all
logs by the SQL of today: every number must be equal to the fold's, as if the tables were made today.

    python older.py ENGINE SCRIPT FOLDER SCRATCH
"""

import json
import os
import re
import sys

from engines import ENGINES, logs, read
from scorecard import SCORECARD, unequal


def first_version(script, newer):
    """The script without the columns that came since, and without what adds them."""
    script = re.sub(r"ALTER TABLE log[^;]*;\n", "", script)
    for column in newer:
        # As the table has it, and as what reads the logs has it.
        script = re.sub(rf"""\s*['"]+{column}['"]+:? ('')?(Nullable\(\w+\)|[A-Z]+)('')?,?""", "", script)
    # The comma behind what is the last one now.
    return re.sub(r",(\s*'?[)}])", r"\1", script)


def write_older_log(folder, path, newer):
    """The events that have nothing of what came since."""
    count = 0
    with open(path, "w", encoding="utf-8") as out:
        source = os.path.join(folder, "logs")
        for name in sorted(os.listdir(source)):
            for line in read(os.path.join(source, name)).splitlines():
                if not newer & json.loads(line).keys():
                    out.write(line + "\n")
                    count += 1
    return count


def main():
    name, script, folder, scratch = sys.argv[1:5]
    script = read(script)
    expected = json.loads(read(os.path.join(folder, "expected.json")))
    newer = set(re.findall(r'ADD COLUMN IF NOT EXISTS "(\w+)"', script))
    os.makedirs(scratch)
    older = os.path.join(os.path.abspath(scratch), "older.jsonl")
    written = write_older_log(folder, older, newer)
    engine = ENGINES[name](scratch)
    # Its views are the first version's to make; those of today would ask for columns that are not there.
    engine.load(first_version(script[: script.index("-- Facts -")], newer), older)
    (loaded, _), columns = engine.fingerprint(), engine.columns()
    assert newer and not newer & columns, f"these columns are not new: {newer & columns}"
    assert 0 < loaded <= written and loaded < expected["events"], (loaded, written)
    engine.load(script, logs(folder))
    assert newer <= engine.columns()
    events = engine.fingerprint()[0]
    wrong = unequal(f"{name}, older tables", expected["whole"], engine.rows(SCORECARD))
    print(f"  {name}: tables of the first version with {loaded} events, now {events}; {wrong} numbers not equal")
    sys.exit(1 if wrong or events != expected["events"] else 0)


main()
