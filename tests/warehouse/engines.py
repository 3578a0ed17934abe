"""The real engines that the SQL which ships is run in. Each loads by a script, answers queries, and can tell whether
anything about its table of events has changed."""

import json
import os
import resource


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
        self.version = f"DuckDB {duckdb.__version__}"

    def load(self, script, files):
        self.connection.execute("SET VARIABLE files = ?", [files])
        self.connection.execute(script)

    def rows(self, query):
        return self.connection.execute(query).fetchall()

    def columns(self):
        return {row[0] for row in self.rows("DESCRIBE log")}

    def fingerprint(self):
        """How many events there are, and a sum over every value of every one."""
        return self.rows("SELECT count(*), sum(hash(log)::HUGEINT) FROM log")[0]

    def choose(self, settings):
        self.rows("UPDATE settings SET " + ", ".join(f"{name} = {value}" for name, value in settings.items()))


class ClickHouse:
    def __init__(self, folder):
        import chdb
        from chdb.session import Session

        self.session = Session(os.path.join(folder, "clickhouse"))
        self.session.query("SET max_memory_usage = 6000000000")
        self.session.query("SET max_bytes_before_external_group_by = 1500000000")
        self.session.query("SET max_bytes_before_external_sort = 1500000000")
        self.version = f"ClickHouse {chdb.engine_version if hasattr(chdb, 'engine_version') else chdb.__version__}"
        self.session.query("CREATE DATABASE IF NOT EXISTS housestyle")
        self.session.query("USE housestyle")

    def load(self, script, files):
        for statement in split(script.replace("{files}", files)):
            self.session.query(statement)

    def rows(self, query):
        text = self.session.query(query, "JSONCompactEachRow").data()
        return [tuple(json.loads(line)) for line in text.splitlines()]

    def columns(self):
        return {row[0] for row in self.rows("DESCRIBE TABLE log")}

    def fingerprint(self):
        """How many events there are, and a sum over every value of every one."""
        return self.rows("SELECT toInt64(count()), toString(sum(toUInt128(xxh3(tuple(*))))) FROM log FINAL")[0]

    def choose(self, settings):
        self.session.query("TRUNCATE TABLE settings")
        names, values = ", ".join(settings), ", ".join(str(value) for value in settings.values())
        self.session.query(f"INSERT INTO settings ({names}) VALUES ({values})")


ENGINES = {"duckdb": DuckDb, "clickhouse": ClickHouse}


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def logs(folder):
    """All logs of a folder, as the engines are told of them."""
    folder = os.path.join(os.path.abspath(folder), "logs")
    ending = "parquet" if any(name.endswith(".parquet") for name in os.listdir(folder)) else "jsonl"
    return os.path.join(folder, "*." + ending)


def peak():
    """Bytes of memory this process had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
