"""Reading and auditing beside what others read with: whole processes in turn, the median of five of each.

Seconds are the processor's, of the user and the system together, so that other work on the machine changes them little;
what a process needs to start is in them. Memory is the most that the process held; what is under this script's own is
not told apart.

Nothing here does what an audit does. The readers below give text or tables of one format and no more; Yalu's reader
also says where in the file each word stands, and `yalu audit` reads, finds every figure, holds each against the others
and against the desk. `statcheck` is the nearest in kind: it finds printed test statistics in text and recomputes them.

    pip install pdfminer.six pypdf pypdfium2 pandas lxml beautifulsoup4 markdown-it-py statcheck
    cargo build --release -p yalu && cargo bench -p yalu-source --bench audit --no-run     # names the reader's binary
    python benches/audit_peer.py target/release/deps/audit-0123456789abcdef target/release/yalu report.txt
"""

import importlib.metadata
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PDF = {
    "pdfminer.six": "from pdfminer.high_level import extract_text; extract_text(F)",
    "pypdf": "import pypdf; [p.extract_text() for p in pypdf.PdfReader(F).pages]",
    "pypdfium2": "import pypdfium2 as p; d = p.PdfDocument(F); [d[i].get_textpage().get_text_bounded() for i in range(len(d))]",
    "pdftotext": ["pdftotext", "-layout", "F", "-"],
}
HTML = {
    "pandas": "import pandas; pandas.read_html(F)",
    "beautifulsoup4": "from bs4 import BeautifulSoup; s = BeautifulSoup(open(F, 'rb').read(), 'lxml'); s.get_text(); "
    "[[[c.get_text() for c in r.find_all(['td', 'th'])] for r in t.find_all('tr')] for t in s.find_all('table')]",
    "lxml": "import lxml.html; t = lxml.html.parse(F).getroot(); t.text_content(); "
    "[[[c.text_content() for c in r] for r in x.iter('tr')] for x in t.iter('table')]",
}
TEXT = {
    "markdown-it-py": "from markdown_it import MarkdownIt; MarkdownIt('commonmark').enable('table').parse(open(F).read())",
    "statcheck": "from statcheck.st import statcheck; statcheck([open(F).read()])",
    "a regular expression": r"import re; t = open(F).read(); re.findall(r'[$¥€]?\d[\d,.]*\s?(?:%|(?:thousand|million|billion)?)', t)",
}
KINDS = {".pdf": PDF, ".html": HTML, ".md": TEXT, ".txt": TEXT}


def once(command):
    """Processor seconds, peak megabytes and exit code of one whole process."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000, process.returncode


def middle(column):
    return sorted(column)[len(column) // 2]


def table(path, commands):
    """A row a command. Each is run once before it counts, then five times, all in turn."""
    runs = {name: [] for name in commands}
    for _ in range(6):
        for name, command in commands.items():
            runs[name].append(once(command))
    least = middle([seconds for seconds, *_ in runs["Yalu, reading"][1:]])
    report = f"{path.name}, {path.stat().st_size / 1000:,.0f} KB"
    for name, (_, *counted) in runs.items():
        seconds, peak, codes = zip(*counted)
        # An audit ends with 1 where something is contradicted.
        if any(code not in ((0, 1) if name == "yalu audit" else (0,)) for code in codes):
            print(f"| {report} | {name} | did not end well | | |", flush=True)
        else:
            cpu = middle(seconds)
            own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
            held = f"under {own:.0f}" if middle(peak) <= 1.02 * own else f"{middle(peak):.0f}"
            print(f"| {report} | {name} | {cpu:.3f} | {cpu / least:.1f} | {held} |", flush=True)


def named(name):
    try:
        return f"{name} {importlib.metadata.version(name)}"
    except importlib.metadata.PackageNotFoundError:
        return name


def measure(path, reader, yalu):
    commands = {"Yalu, reading": [reader, "--once", str(path)], "yalu audit": [yalu, "audit", str(path), "--json"]}
    for name, code in KINDS[path.suffix].items():
        if isinstance(code, list):
            if shutil.which(code[0]):
                commands[name] = [str(path) if word == "F" else word for word in code]
        else:
            commands[named(name)] = [sys.executable, "-c", f"F = {str(path)!r}; {code}"]
    table(path, commands)


def large(folder):
    """Invented tables and sentences, several thousand figures: as text and as a page."""
    text, page = [], []
    for part in range(100):
        rows = [(f"{1000 + 7 * row}", 1_000 + part * 37 + row * 11, 1_100 + part * 41 + row * 13) for row in range(40)]
        before, after = sum(row[1] for row in rows), sum(row[2] for row in rows)
        rows.append(("Total", before, after))
        growth = 100 * (after / before - 1)
        said = f"Exports of region {part + 1} rose by {growth:.1f}% in 2023, from {before:,} to {after:,} thousand dollars."
        head = ["HS", "2022, $ thousand", "2023, $ thousand"]
        text += [f"## Region {part + 1}", "", said, "", f"| {' | '.join(head)} |", "|---|--:|--:|"]
        text += [f"| {code} | {one:,} | {other:,} |" for code, one, other in rows] + [""]
        cells = "".join(f"<tr><td>{code}</td><td>{one:,}</td><td>{other:,}</td></tr>\n" for code, one, other in rows)
        header = "".join(f"<th>{word}</th>" for word in head)
        page.append(f"<h2>Region {part + 1}</h2>\n<p>{said}</p>\n<table><tr>{header}</tr>\n{cells}</table>\n")
    (folder / "large.md").write_text("\n".join(text), encoding="utf-8")
    (folder / "large.html").write_text(f"<!doctype html><title>Regions</title>\n{''.join(page)}", encoding="utf-8")
    return [folder / "large.md", folder / "large.html"]


def main():
    reader, yalu, *files = sys.argv[1:]
    print("| report | by | seconds | times Yalu's reading | peak MB |")
    print("|---|---|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([yalu, "brief", "--out", folder, "--format", "pdf,html,md", "--quiet"], check=True, stdout=subprocess.DEVNULL)
        briefs = [path for path in sorted(Path(folder).iterdir()) if path.suffix in KINDS]
        for path in [*map(Path, files), *briefs, *large(Path(folder))]:
            measure(path, reader, yalu)


main()
