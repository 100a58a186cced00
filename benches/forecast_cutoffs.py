"""How often the intervals hold over many past months, where the bench asks about three or four.

Eighty series of each part, drawn by a fixed seed, are forecast from thirty months each; shocks are shared by series, so that the
share held moves by about five points from one month to the next, and three or four months say little about an interval.

    python benches/forecast_cutoffs.py target/debug/yalu ../shared/forecast-bench      # about ten minutes of CPU
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

# What it is called, months ahead, and months from one cutoff to the next: prime to twelve.
PARTS = {"us_trade": ("US trade by partner", 12, 11), "swiss_trade": ("Swiss exports", 12, 7), "tourism_monthly": ("tourism, monthly", 24, 5)}
CUTOFFS, SERIES, LEAST = 30, 80, 60


def tasks(series, asked, ahead, step):
    spans = series.groupby("unique_id").ds.agg(["min", "max"])
    names = np.random.default_rng(3).choice(sorted(asked.unique_id.unique()), SERIES, replace=False)
    ahead_of, back = pd.DateOffset(months=ahead), pd.DateOffset(months=LEAST)
    cutoffs = [series.ds.max() - pd.DateOffset(months=ahead + step * turn) for turn in range(CUTOFFS)]
    whole = [
        (f"{name}@{cutoff:%Y-%m}", name, cutoff.date(), ahead)
        for cutoff in cutoffs
        for name in names
        if spans.loc[name, "min"] <= cutoff - back and spans.loc[name, "max"] >= cutoff + ahead_of
    ]
    return pd.DataFrame(whole, columns=["task_id", "unique_id", "cutoff", "h"])


def main():
    asked = argparse.ArgumentParser(description="The share of months inside the intervals, over thirty cutoffs.")
    asked.add_argument("yalu", type=Path)
    asked.add_argument("bench", type=Path, help="the folder of data")
    asked = asked.parse_args()
    print("| | tasks | cutoffs | inside 80 % | worst and best cutoff | inside 95 % |\n|---|--:|--:|--:|--:|--:|")
    for part, (title, ahead, step) in PARTS.items():
        file = asked.bench / "data" / "public" / f"{part}.csv.gz"
        series = pd.read_csv(file, parse_dates=["ds"])
        wanted = tasks(series, pd.read_csv(file.with_name(f"{part}.tasks.csv")), ahead, step)
        with tempfile.TemporaryDirectory() as folder:
            task_file, out = Path(folder) / "t.csv", Path(folder) / "f.csv"
            wanted.to_csv(task_file, index=False)
            call = [asked.yalu, "backtest", "--series", file, "--tasks", task_file, "--out", out]
            subprocess.run(call, check=True, capture_output=True)
            said = pd.read_csv(out, parse_dates=["ds"]).rename(columns={"unique_id": "task_id"})
        said = said.merge(wanted, on="task_id").merge(series, on=["unique_id", "ds"])
        held = {level: said.y.between(said[f"lo{level}"], said[f"hi{level}"]).groupby(said.cutoff).mean() * 100 for level in (80, 95)}
        low, high = held[80].min(), held[80].max()
        row = [len(wanted), len(held[80]), f"{held[80].mean():.1f}", f"{low:.0f} to {high:.0f}", f"{held[95].mean():.1f}"]
        print(f"| {title} | {' | '.join(map(str, row))} |")


main()
