"""Loads a folder of logs into a real engine by the SQL that ships, twice, and compares every number of the scorecard with
what the Rust fold made of the same logs. Whole numbers must be equal, values to 1e-9. Exits with 1 when any is not."""

import json
import os
import resource
import sys
import time


def split(script):
    """The statements of a script: none of them holds a semicolon inside."""
    lines = [line for line in script.splitlines() if not line.lstrip().startswith("--")]
    return [statement for statement in "\n".join(lines).split(";\n") if statement.strip()]


class DuckDb:
    def __init__(self, folder):
        import duckdb

        self.connection = duckdb.connect(os.path.join(folder, "duckdb.db"))
        # A laptop's worth: what does not fit goes to disk.
        self.connection.execute("SET memory_limit = '4GB'")
        self.connection.execute(f"SET temp_directory = '{folder}'")
        self.version = duckdb.__version__

    def load(self, script, files):
        self.connection.execute("SET VARIABLE files = ?", [files])
        self.connection.execute(script)

    def run(self, statement):
        self.connection.execute(statement)

    def rows(self, query):
        return self.connection.execute(query).fetchall()


class ClickHouse:
    def __init__(self, folder):
        import chdb
        from chdb.session import Session

        self.session = Session(os.path.join(folder, "clickhouse"))
        self.session.query("SET max_memory_usage = 6000000000")
        self.session.query("SET max_bytes_before_external_group_by = 1500000000")
        self.session.query("SET max_bytes_before_external_sort = 1500000000")
        self.version = chdb.engine_version if hasattr(chdb, "engine_version") else chdb.__version__
        self.session.query("CREATE DATABASE IF NOT EXISTS housestyle")
        self.session.query("USE housestyle")

    def load(self, script, files):
        for statement in split(script.replace("{files}", files)):
            self.session.query(statement)

    def run(self, statement):
        self.session.query(statement)

    def rows(self, query):
        text = self.session.query(query, "JSONCompactEachRow").data()
        return [tuple(json.loads(line)) for line in text.splitlines()]


def integer(value):
    return None if value is None else int(value)


def compare(what, numbers, rows):
    wanted = {(n["name"], n["key"], n["part"]): n for n in numbers}
    came = {}
    for name, key, part, amount, of, value in rows:
        if (name, key, part) in came:
            print(f"{what}: {name} {key} {part} comes twice")
            return 1
        came[(name, key, part)] = (integer(amount), integer(of), None if value is None else float(value))
    wrong = 0
    for place in sorted(wanted.keys() | came.keys()):
        number = wanted.get(place)
        right = number and (number["amount"], number["of"], number["value"])
        found = came.get(place)
        equal = right and found and right[:2] == found[:2] and (right[2] is None) == (found[2] is None)
        if equal and right[2] is not None:
            equal = abs(right[2] - found[2]) <= 1e-9 * max(1.0, abs(right[2]))
        if not equal:
            wrong += 1
            if wrong <= 20:
                print(f"{what}: {' '.join(filter(None, place))}: the fold says {right}, the engine {found}")
    print(f"  {what}: {len(wanted)} numbers, {wrong} of them not equal")
    return wrong


def main():
    engine_name, script, folder, scratch = sys.argv[1:5]
    with open(script, encoding="utf-8") as file:
        script = file.read()
    with open(os.path.join(folder, "expected.json"), encoding="utf-8") as file:
        expected = json.load(file)
    ending = "parquet" if any(name.endswith(".parquet") for name in os.listdir(os.path.join(folder, "logs"))) else "jsonl"
    files = os.path.join(os.path.abspath(folder), "logs", "*." + ending)
    os.makedirs(scratch)
    engine = {"duckdb": DuckDb, "clickhouse": ClickHouse}[engine_name](scratch)
    times = []
    counts = []
    for _ in range(2):
        begun = time.time()
        engine.load(script, files)
        times.append(time.time() - begun)
        counts.append(int(engine.rows(COUNT[engine_name])[0][0]))
    print(f"  {engine_name} {engine.version}, {ending}: {counts[0]} events loaded in {times[0]:.1f} s, again in {times[1]:.1f} s")
    wrong = 0
    if counts != [expected["events"]] * 2:
        print(f"{engine_name}: {expected['events']} events were written, {counts} are there after one and two loads")
        wrong += 1
    query = 'SELECT name, key, part, amount, "of", value FROM scorecard'
    begun = time.time()
    rows = engine.rows(query)
    print(f"  {engine_name}: the scorecard of all in {time.time() - begun:.1f} s")
    wrong += compare(f"{engine_name}, all", expected["whole"], rows)
    for statement in SET[engine_name](expected["settings"]):
        engine.run(statement)
    begun = time.time()
    rows = engine.rows(query)
    print(f"  {engine_name}: that of a span in {time.time() - begun:.1f} s")
    wrong += compare(f"{engine_name}, a span", expected["part"], rows)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {engine_name}: {peak:.0f} MB of memory at most")
    sys.exit(1 if wrong else 0)


COUNT = {"duckdb": "SELECT count(*) FROM log", "clickhouse": "SELECT count() FROM log FINAL"}
SET = {
    "duckdb": lambda s: ["UPDATE settings SET " + ", ".join(f"{name} = {value}" for name, value in s.items())],
    "clickhouse": lambda s: [
        "TRUNCATE TABLE settings",
        f"INSERT INTO settings ({', '.join(s)}) VALUES ({', '.join(str(value) for value in s.values())})",
    ],
}

main()
