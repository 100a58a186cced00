"""How good the forecasts are: `yalu backtest` on every public part of the forecast bench, scored by the bench's own score.py.

Prints the tables of docs/forecast.md. Each ratio is ours over a peer's on the same tasks, below one where ours errs less,
with the interval of score.py, which draws whole series anew. The nearest peers are those of all stored ones, of
twenty tasks or more, that do best against ours. Forecasts and whole answers of score.py are left in the folder named.

    pip install numpy pandas
    cargo build -p yalu
    python benches/forecast_scores.py target/debug/yalu ../shared/forecast-bench scores             # the default model
    python benches/forecast_scores.py target/debug/yalu ../shared/forecast-bench scores fast        # another
    python benches/forecast_scores.py target/debug/yalu ../shared/forecast-bench scores combined us_trade m3_monthly
"""

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
    subprocess.run([binary, "backtest", *asked], check=True, capture_output=True)
    refused = len((out / f"{model}-{name}.refused.csv").read_text().splitlines()) - 1
    print(f"{name}: {time.monotonic() - start:.0f} s, {refused} refused", file=sys.stderr, flush=True)
    score = subprocess.run([sys.executable, bench / "score.py", forecasts, name], check=True, capture_output=True, text=True)
    (out / f"{model}-{name}.txt").write_text(score.stdout)
    return scored(score.stdout)


def main():
    binary, bench, out = (Path(argument) for argument in sys.argv[1:4])
    model, *names = sys.argv[4:] or ["combined"]
    out.mkdir(parents=True, exist_ok=True)
    results = {name: one(binary, bench, out, model, name) for name in names or SETS}

    print(f"| {model} | tasks | MASE | sMAPE | WIS | inside 80 % | inside 95 % |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for name, (ours, _) in results.items():
        cells = [ours[head] for head in ("n", "MASE", "sMAPE", "WIS", "cov80", "cov95")]
        print(f"| {SETS[name]} | {' | '.join(cells)} |")

    print(f"\n| {model}, ours over theirs | | SCUM median | Ens3 mean | nearest peer, its tasks |")
    print("|---|---|--:|--:|--:|")
    for name, (_, pairs) in results.items():
        for which, measure in ((1, "MASE"), (2, "WIS")):
            named = [pairs[peer][which][1] if peer in pairs and pairs[peer][which] else "–" for peer in NAMED]
            print(f"| {SETS[name]} | {measure} | {' | '.join(named)} | {nearest(pairs, which)} |")


main()
