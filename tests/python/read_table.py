"""Reads a lake's table with tools of other people, and prints sums as JSON.

    read_table.py TABLE DAY [key=value ...]

TABLE is the folder or URL of the table, DAY the day as of which the second group of
sums is taken; the rest are options of the store.
"""

import json
import sys
from datetime import date

import deltalake
import duckdb
import polars

table, day, *options = sys.argv[1:]
day = date.fromisoformat(day)
options = dict(option.split("=", 1) for option in options)
delta = deltalake.DeltaTable(table, storage_options=options or None)

# DuckDB over the files that deltalake lists; its own delta extension would be a download.
observations = delta.to_pyarrow_dataset()
NOW = "until IS NULL AND quarantine = ''"
THEN = f"vintage <= DATE '{day}' AND (until IS NULL OR until > DATE '{day}') AND quarantine = ''"
connection = duckdb.connect()


def by_duckdb(which):
    return connection.sql(
        f"SELECT period, flow, count(*)::BIGINT, sum(value)::VARCHAR, sum(weight_kg)::VARCHAR FROM observations "
        f"WHERE {which} GROUP BY ALL ORDER BY ALL"
    ).fetchall()


# Polars reads the table by itself.
frame = polars.scan_delta(table, storage_options=options or None)
until, vintage = polars.col("until"), polars.col("vintage")
now = until.is_null() & (polars.col("quarantine") == "")
then = (vintage <= day) & (until.is_null() | (until > day)) & (polars.col("quarantine") == "")


def by_polars(which):
    sums = [polars.len().cast(polars.Int64), polars.col("value").sum(), polars.col("weight_kg").sum()]
    answer = frame.filter(which).group_by("period", "flow").agg(sums).sort("period", "flow").collect()
    return [(period, flow, rows, str(value), str(weight)) for period, flow, rows, value, weight in answer.iter_rows()]


print(
    json.dumps(
        {
            "versions": {tool.__name__: tool.__version__ for tool in (deltalake, duckdb, polars)},
            "version": delta.version(),
            "rows": observations.count_rows(),
            "columns": [field.name for field in observations.schema],
            "duckdb": {"now": by_duckdb(NOW), "then": by_duckdb(THEN)},
            "polars": {"now": by_polars(now), "then": by_polars(then)},
        }
    )
)
