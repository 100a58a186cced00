"""The CPU of a forecast beside that of SCUM in statsforecast, on the same tasks, in one run.

SCUM is the median of ARIMA, ETS, CES and the dynamic optimised theta model (Petropoulos & Svetunkov 2020): here statsforecast's
automatic ones with season 12 and intervals of 80 and 95, one thread, after a fit that is not counted, so that compiling is
not. Ours is `cargo bench -p yalu-forecast --bench forecast -- cost`, intervals and paths included, and each task's share of
what the pools took to learn. They take turns on a few tasks drawn by a fixed seed, so that a busy machine is busy for both.

    pip install statsforecast
    python benches/forecast_peer.py ../shared/forecast-bench/data/public/us_trade            # S.csv.gz and S.tasks.csv
    python benches/forecast_peer.py ../shared/forecast-bench/data/public/us_trade 3 8        # rounds, tasks a round
"""

import os

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[threads] = "1"

import re
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import pandas as pd
import statsforecast
from statsforecast import StatsForecast
from statsforecast.models import AutoARIMA, AutoCES, AutoETS, DynamicOptimizedTheta

SCUM = [model(season_length=12) for model in (AutoARIMA, AutoETS, AutoCES, DynamicOptimizedTheta)]
SEED = 7
ROW = re.compile(r"^\| (\w+) \|(?:[^|]*\|){4} ([\d.]+) \|", re.MULTILINE)


def theirs(series, tasks):
    """CPU of SCUM for each task, in milliseconds."""
    histories = [(series[(series.unique_id == task.unique_id) & (series.ds <= task.cutoff)], task.h) for task in tasks.itertuples()]
    start = time.process_time()
    for history, ahead in histories:
        StatsForecast(SCUM, freq="MS", n_jobs=1).forecast(df=history, h=ahead, level=[80, 95])
    return (time.process_time() - start) * 1000 / len(tasks)


def ours(files, tasks):
    """CPU of each of our models for each task, in milliseconds: {model: ms}."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as these:
        tasks.to_csv(these.name, index=False)
        bench = ["cargo", "bench", "-p", "yalu-forecast", "--bench", "forecast", "--", "cost", *files, these.name]
        table = subprocess.run(bench, check=True, capture_output=True, text=True).stdout
    return {model: float(ms) for model, ms in ROW.findall(table)}


def main():
    warnings.filterwarnings("ignore")
    name = sys.argv[1]
    rounds, each = (int(argument) for argument in sys.argv[2:4] or (3, 8))
    files = [str(Path(name + ending).resolve()) for ending in (".csv.gz", ".tasks.csv")]
    series = pd.read_csv(files[0], parse_dates=["ds"])
    tasks = pd.read_csv(files[1], parse_dates=["cutoff"])[["task_id", "unique_id", "cutoff", "h"]]
    drawn = tasks.sample(rounds * each, random_state=SEED)
    theirs(series, drawn.head(1))
    ours(files, drawn.head(1))
    print(f"statsforecast {statsforecast.__version__}, {len(drawn)} tasks of {len(tasks)}; CPU a series on one thread, in milliseconds\n")
    print("| round | SCUM | `combined` | SCUM over it | `fast` | SCUM over it |")
    print("|--:|--:|--:|--:|--:|--:|")
    sums = []
    for turn in range(rounds):
        some = drawn.iloc[turn * each : (turn + 1) * each]
        scum, own = theirs(series, some), ours(files, some)
        sums.append((scum, own["combined"], own["fast"]))
        line(turn + 1, *sums[-1])
    line("all", *(sum(column) / rounds for column in zip(*sums)))


def line(name, scum, default, fast):
    print(f"| {name} | {scum:.0f} | {default:.2f} | {scum / default:.0f} | {fast:.2f} | {scum / fast:.0f} |", flush=True)


main()
