"""The lake beside DuckDB, Polars and pandas: a customs export taken in, a month taken in, narrow
questions asked. Whole processes, in turn, so that all meet the same machine. Of the runs the
least time and the most memory count.

    pip install duckdb polars pandas pyarrow
    cargo build --release --bin yalu && cargo build --release --example made
    python3 benches/lake.py ingest --rows 21000000 --work DIR    # about two gigabytes
    python3 benches/lake.py month --work DIR
    python3 benches/lake.py ask --rows 140000000 --work DIR
"""

import argparse
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target")) / "release"
YALU = TARGET / "yalu"

# A peer does of a file what can be done without knowing what it means: every column read and
# typed, thousands separators taken away, written as Parquet. The lake does that, checks every
# row, sorts, adds each row's release, file and place, and commits.
MONTH, MONEY, FIRST, SECOND = "数据年月", "美元", "第一数量", "第二数量"
DUCKDB = f"""
import duckdb
duckdb.sql("SET threads=2")
duckdb.sql('''COPY (
  SELECT * REPLACE (CAST(replace("{MONEY}", ',', '') AS DECIMAL(18, 2)) AS "{MONEY}",
    TRY_CAST(replace("{FIRST}", ',', '') AS DECIMAL(18, 3)) AS "{FIRST}",
    TRY_CAST(replace("{SECOND}", ',', '') AS DECIMAL(18, 3)) AS "{SECOND}")
  FROM read_csv('{{csv}}', header=true, all_varchar=true, null_padding=false, ignore_errors=false)
) TO '{{out}}' (FORMAT parquet)''')
"""
POLARS = f"""
import polars as pl
frame = pl.scan_csv('{{csv}}', infer_schema=False)
number = lambda name: pl.col(name).str.replace_all(',', '', literal=True).cast(pl.Float64, strict=False)
frame.with_columns(number('{MONEY}'), number('{FIRST}'), number('{SECOND}')).sink_parquet('{{out}}')
"""
PANDAS = f"""
import pandas as pd
pd.read_csv('{{csv}}', encoding='{{encoding}}', thousands=',', dtype={{{{'{MONTH}': str}}}}).to_parquet('{{out}}')
"""


def run(command, **more):
    """Seconds, and the most memory in megabytes, of a whole process; and what it said."""
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
    said = child.stdout.read().decode(errors="replace")
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    if status != 0:
        sys.exit(f"{' '.join(map(str, command))[:300]}\nended with {status}:\n{said[-3000:]}")
    return seconds, used.ru_maxrss / 1024, said


def versions(*names):
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)


def made(work, rows, seed=7):
    """A query export of about so many rows, in GB18030 and in UTF-8."""
    folder = work / f"made-{rows}-{seed}"
    own, other = folder / "china-customs.csv", folder / "utf-8.csv"
    if not other.exists():
        command = [TARGET / "examples" / "made", "--office", "china-customs", "--rows", str(rows), "--seed", str(seed)]
        run([*command, "--out", folder])
        with open(own, encoding="gb18030") as read, open(other, "w", encoding="utf-8") as written:
            shutil.copyfileobj(read, written, 1 << 24)
    return own, other


def taken(work, file):
    """The lake takes a file, from nothing."""
    lake = work / "lake"
    shutil.rmtree(lake, ignore_errors=True)
    seconds, memory, said = run([YALU, "ingest", file, "--vintage", "2024-01-18", "--lake", lake, "--quiet"])
    if not (lake / "observations" / "_delta_log").is_dir():
        sys.exit(f"nothing was taken: {said}")
    return seconds, memory


def scripted(text, work, csv, encoding="utf-8"):
    out = work / "peer.parquet"
    out.unlink(missing_ok=True)
    return run([sys.executable, "-c", text.format(csv=csv, out=out, encoding=encoding)])[:2]


def table(title, rows, first):
    """Times beside the first's, as Markdown."""
    print(f"\n{title}\n\n| what | seconds | over ours | memory, MB |\n|---|--:|--:|--:|")
    for name, times, memory in rows:
        print(f"| {name} | {min(times):.2f} | {min(times) / first:.2f} | {memory:.0f} |")


def paired(cases, repeat):
    times = {name: [] for name, _ in cases}
    memory = {name: 0 for name, _ in cases}
    for turn in range(repeat):
        for name, case in cases:
            if turn and times[name][0] > 120:
                continue
            seconds, used = case()
            times[name].append(seconds)
            memory[name] = max(memory[name], used)
    return [(name, times[name], memory[name]) for name, _ in cases]


def ingest(work, rows, repeat):
    """A file of so many rows taken in, be it two gigabytes or a month."""
    own, other = made(work, rows)
    cases = [
        ("yalu ingest, GB18030 to a committed lake", lambda: taken(work, own)),
        ("DuckDB, UTF-8 to Parquet", lambda: scripted(DUCKDB, work, other)),
        ("Polars, UTF-8 to Parquet", lambda: scripted(POLARS, work, other)),
        ("pandas, GB18030 to Parquet", lambda: scripted(PANDAS, work, own, "gb18030")),
    ]
    measured = paired(cases, repeat)
    sizes = [file.stat().st_size / 1e6 for file in (own, other)]
    title = f"about {rows} rows asked for, {sizes[0]:.1f} MB of GB18030 ({sizes[1]:.1f} MB in UTF-8); process start included; "
    table(title + versions("duckdb", "polars", "pandas"), measured, min(measured[0][1]))


QUESTIONS = {
    "one partner's year by month": """SELECT period, sum(value) FROM {t} WHERE reporter = 'CHN' AND partner = 'PRK'
        AND flow = 'X' AND start >= DATE '2023-01-01' AND start < DATE '2024-01-01' GROUP BY period ORDER BY period""",
    "one good of one partner, every month": """SELECT period, sum(value), sum(weight_kg) FROM {t} WHERE reporter = 'CHN'
        AND partner = 'PRK' AND flow = 'X' AND commodity = '{code}' GROUP BY period ORDER BY period""",
    "the largest headings of a year": """SELECT substr(commodity, 1, 4) AS heading, sum(value) AS worth FROM {t} WHERE
        reporter = 'CHN' AND partner = 'PRK' AND flow = 'X' AND start >= DATE '2023-01-01' AND start < DATE '2024-01-01'
        GROUP BY heading ORDER BY worth DESC LIMIT 10""",
}
STANDS = "until IS NULL AND quarantine = ''"


def ask(work, rows, repeat):
    lake = work / f"asked-{rows}"
    if not lake.exists():
        left, seed = rows, 1
        while left > 0:
            part = min(left, 10_000_000)
            folder = work / f"part-{seed}"
            span = f"{2014 + seed % 10}"
            run([TARGET / "examples" / "made", "--office", "china-customs", "--rows", str(part), "--seed", str(seed),
                 "--years", span, "--out", folder])
            run([YALU, "ingest", folder, "--vintage", f"20{24 + seed // 10}-01-{1 + seed % 28:02}", "--lake", lake,
                 "--quiet", "--whole"])
            shutil.rmtree(folder)
            left, seed = left - part, seed + 1
    _, _, said = run([YALU, "sql", "SELECT commodity, count(*) AS n FROM observations WHERE partner = 'PRK' AND flow = 'X' "
                      "GROUP BY commodity ORDER BY n DESC LIMIT 1", "--lake", lake, "--json"])
    answer = json.loads(said)
    code = answer["rows"][0][0] if isinstance(answer["rows"][0], list) else answer["rows"][0]["commodity"]
    files = sorted((lake / "observations").rglob("*.parquet"))
    files = [str(file) for file in files if "_delta_log" not in file.parts]
    total = sum(os.path.getsize(file) for file in files)
    print(f"about {rows} rows asked for, {len(files)} files, {total / 1e9:.2f} GB; {versions('duckdb', 'polars')}; process start included")
    for name, text in QUESTIONS.items():
        own = text.format(t="observations", code=code)
        raw = text.replace("WHERE", f"WHERE {STANDS} AND", 1)
        duck = f"import duckdb; duckdb.sql('SET threads=2'); duckdb.sql('''{raw.format(t=f'read_parquet({files!r})', code=code)}''').fetchall()"
        polars = (f"import polars as pl; t = pl.scan_parquet({files!r}); "
                  f"pl.SQLContext(t=t, eager=True).execute('''{raw.format(t='t', code=code)}''')")
        cases = [
            ("yalu sql", lambda own=own: run([YALU, "sql", own, "--lake", lake, "--json"])[:2]),
            ("DuckDB over the files", lambda duck=duck: run([sys.executable, "-c", duck])[:2]),
            ("Polars over the files", lambda polars=polars: run([sys.executable, "-c", polars])[:2]),
        ]
        measured = paired(cases, repeat)
        table(name, measured, min(measured[0][1]))


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("what", choices=["ingest", "month", "ask"])
    asked.add_argument("--rows", type=int)
    asked.add_argument("--work", type=Path, required=True)
    asked.add_argument("--repeat", type=int, default=3)
    given = asked.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    rows = given.rows or {"ingest": 21_000_000, "month": 30_000, "ask": 140_000_000}[given.what]
    {"ingest": ingest, "month": ingest, "ask": ask}[given.what](given.work, rows, given.repeat)


if __name__ == "__main__":
    main()
