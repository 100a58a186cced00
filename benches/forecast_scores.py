"""How good the forecasts are: `yalu backtest` on every public part of the forecast bench, scored by the bench's own score.py.

Prints the tables of docs/forecast.md, or writes them there. Each ratio is ours over a peer's on the same tasks, below one where
ours is better, with the interval of score.py, which draws whole series anew. The nearest peer is that of all stored ones, of
twenty tasks or more, that does best against ours. Forecasts and whole answers of score.py are left in the folder of --out.

    pip install numpy pandas
    cargo build -p yalu
    python benches/forecast_scores.py target/debug/yalu ../shared/forecast-bench                       # about a quarter of an hour
    python benches/forecast_scores.py target/debug/yalu ../shared/forecast-bench --sets us_trade --models ets
    python benches/forecast_scores.py target/debug/yalu ../shared/forecast-bench --write docs/forecast.md
"""

import argparse
import json
import re
import subprocess
import sys
import time
from pathlib import Path

SETS = {
    "us_trade": "US trade by partner",
    "swiss_trade": "Swiss exports",
    "m3_monthly": "M3, monthly",
    "tourism_monthly": "tourism, monthly",
    "trade_breaks": "after breaks",
    "trade_lny": "over the Lunar New Year",
    "trade_intermittent": "intermittent",
    "trade_events": "named events",
}
NAMED = ["SCUM_median", "Ens3_mean(ETS,DOT,CES)"]
RATIO = r"([\d.]+) \[([\d.]+),([\d.]+)\]"
PAIR = re.compile(rf"^(\S+)\s+n=\s*(\d+)\s+MASE (?:{RATIO})?\s+WIS (?:{RATIO})?\s+won")


def ratio(groups):
    return (float(groups[0]), f"{groups[0]} ({groups[1]}–{groups[2]})") if groups[0] else None


def scored(text):
    """Our own line, and each peer's pair: {peer: (n, MASE, WIS)}."""
    heads = next(line.split() for line in text.splitlines() if line.split()[:1] == ["model"])
    ours = next(line.replace(">> YOURS", "YOURS").split() for line in text.splitlines() if ">> YOURS" in line)
    found = [match for match in map(PAIR.match, text.splitlines()) if match]
    pairs = {match[1]: (int(match[2]), ratio(match.groups()[2:5]), ratio(match.groups()[5:8])) for match in found}
    return dict(zip(heads, ours)), pairs


def nearest(pairs, which):
    """The peer with the highest ratio of ours over its own."""
    held = {peer: pair for peer, pair in pairs.items() if pair[which]}
    peer = max(held, key=lambda peer: held[peer][which][0])
    return f"{held[peer][which][1]} {peer}, {held[peer][0]}"


def one(binary, bench, out, model, name):
    series, tasks = (bench / "data" / "public" / f"{name}{ending}" for ending in (".csv.gz", ".tasks.csv"))
    forecasts = out / f"{model}-{name}.csv"
    asked = ["--series", series, "--tasks", tasks, "--out", forecasts, "--model", model]
    start = time.monotonic()
    told = json.loads(subprocess.run([binary, "backtest", "--json", *asked], check=True, capture_output=True).stdout)
    refused = len((out / f"{model}-{name}.refused.csv").read_text().splitlines()) - 1
    print(f"{name}: {time.monotonic() - start:.0f} s, {refused} refused", file=sys.stderr, flush=True)
    score = subprocess.run([sys.executable, bench / "score.py", forecasts, name], check=True, capture_output=True, text=True)
    (out / f"{model}-{name}.txt").write_text(score.stdout)
    return *scored(score.stdout), told["zeros"]


def tables(model, results):
    lines = [f"| `{model}` | tasks | MASE | sMAPE | WIS | inside 80 % | inside 95 % |", "|---|--:|--:|--:|--:|--:|--:|"]
    for name, (ours, _, _) in results.items():
        digits = {"MASE": 3, "sMAPE": 1, "WIS": 3, "cov80": 1, "cov95": 1}
        cells = [ours["n"]] + [f"{float(ours[head]):.{places}f}" for head, places in digits.items()]
        lines.append(f"| {SETS[name]} | {' | '.join(cells)} |")
    lines += ["", f"| `{model}`, ours over theirs | | SCUM median | Ens3 mean | nearest peer, tasks |", "|---|---|--:|--:|--:|"]
    for name, (_, pairs, _) in results.items():
        for which, measure in ((1, "MASE"), (2, "WIS")):
            named = [pairs[peer][which][1] if peer in pairs and pairs[peer][which] else "–" for peer in NAMED]
            lines.append(f"| {SETS[name]} | {measure} | {' | '.join(named)} | {nearest(pairs, which)} |")
    lines += ["", f"| `{model}`, chance of zero | tasks | months | Brier | of the share of zeros |", "|---|--:|--:|--:|--:|"]
    for name, (_, _, zeros) in results.items():
        if zeros:
            cells = zeros["tasks"], zeros["months"], f"{zeros['brier']:.4f}", f"{zeros['brier_of_share']:.4f}"
            lines.append(f"| {SETS[name]} | {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


def write(page, model, text):
    """Puts the tables between the page's marks."""
    begin, end = f"<!-- scores of {model} -->\n", "<!-- end -->"
    before, rest = page.read_text(encoding="utf-8").split(begin)
    page.write_text(before + begin + text + end + rest.split(end, 1)[1], encoding="utf-8")


def main():
    asked = argparse.ArgumentParser(description="Backtests every public part and sets the scores beside the stored peers'.")
    asked.add_argument("yalu", type=Path)
    asked.add_argument("bench", type=Path, help="the folder of score.py, data and results")
    asked.add_argument("--models", nargs="+", default=["combined", "fast"])
    asked.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    asked.add_argument("--out", type=Path, default=Path("target/forecast-scores"))
    asked.add_argument("--write", type=Path, metavar="PAGE")
    asked = asked.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for model in asked.models:
        results = {name: one(asked.yalu, asked.bench, asked.out, model, name) for name in asked.sets}
        text = tables(model, results)
        if asked.write:
            write(asked.write, model, text)
        print(text)


main()
