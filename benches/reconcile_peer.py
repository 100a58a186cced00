"""The choice of what to disbelieve, by the nearest thing at hand: a mixed-integer program in HiGHS (SciPy).

One binary a statement, big-M, every row let go by one percent, levels of customs' coverage in dollars, a program a year.
It finds the smallest set and nothing else: no bounds, no causes, no ties. `yalu reconcile` does all of that in the
time that is set beside it.

    pip install scipy
    python benches/reconcile_peer.py target/release/yalu desks/dprk/statements/totals.csv
"""

import csv
import subprocess
import sys
import time
from collections import defaultdict

import numpy as np
import scipy
from scipy.optimize import Bounds, LinearConstraint, milp


def months(period):
    ends = period.split("..")
    first, last = ends[0], ends[-1]
    start = int(first[:4]) * 12 + (int(first[5:7]) - 1 if len(first) > 4 else 0)
    end = int(last[:4]) * 12 + (int(last[5:7]) - 1 if len(last) > 4 else 11)
    return range(start, end + 1)


def rows(path):
    for row in csv.DictReader(open(path, encoding="utf-8")):
        level = row["measure"] in ("value", "balance") and row["coverage"] == "reported" and row["unit"] == "USD"
        span = months(row["period"])
        if level and row["status"] == "published" and span[0] // 12 == span[-1] // 12:
            value = float(row["printed"]) * float(row["scale"])
            low = float(row["low"]) if row["low"] else value
            high = float(row["high"]) if row["high"] else value
            yield row["id"], row["flow"], span, low - 0.01 * abs(value), high + 0.01 * abs(value)


def smallest(year):
    """The statements that HiGHS would leave out."""
    cells = {}
    for _, _, span, _, _ in year:
        for month in span:
            for flow in "XM":
                cells.setdefault((flow, month), len(cells))
    big = 4 * max(abs(high) for *_, high in year)
    n, k = len(cells), len(year)
    matrix, low, high = [], [], []
    for i, (_, flow, span, least, most) in enumerate(year):
        signs = {"X": {"X": 1}, "M": {"M": 1}, "T": {"X": 1, "M": 1}, "B": {"X": -1, "M": 1}}[flow]
        for side in (1, -1):
            line = np.zeros(n + k)
            for month in span:
                for cell, sign in signs.items():
                    line[cells[(cell, month)]] += sign
            line[n + i] = side * big / 1e8
            matrix.append(line)
            low.append(least / 1e8 if side == 1 else -np.inf)
            high.append(np.inf if side == 1 else most / 1e8)
    cost = np.concatenate([np.zeros(n), np.ones(k)])
    bounds = Bounds(np.zeros(n + k), np.concatenate([np.full(n, np.inf), np.ones(k)]))
    integrality = np.concatenate([np.zeros(n), np.ones(k)])
    answer = milp(cost, constraints=LinearConstraint(np.array(matrix), low, high), bounds=bounds, integrality=integrality)
    return [year[i][0] for i in range(k) if answer.x is not None and answer.x[n + i] > 0.5]


def main():
    binary, statements = sys.argv[1:3]
    years = defaultdict(list)
    for row in rows(statements):
        years[row[2][0] // 12].append(row)
    ours, theirs, out = [], [], []
    for _ in range(5):
        start = time.perf_counter()
        out = [id for year in sorted(years) for id in smallest(years[year])]
        theirs.append(time.perf_counter() - start)
        start = time.perf_counter()
        subprocess.run([binary, "reconcile", "--statements", statements, "--json"], check=True, capture_output=True)
        ours.append(time.perf_counter() - start)
    ours, theirs = sorted(ours)[2], sorted(theirs)[2]
    print(f"SciPy {scipy.__version__} (HiGHS): {theirs:.2f} s for the smallest sets alone, {len(out)} left out: {' '.join(out)}")
    print(f"yalu reconcile: {ours:.2f} s for choices, ties, causes and bounds of every month; {ours / theirs:.2f} times as long")


main()
