"""What garbage costs: a novel, 50 MB of text, a table of a million rows, HTML soup,
scans, each given to `yalu audit` as a process of its own. docs/audit.md has the table.

    cargo build --release -p yalu
    python benches/garbage.py target/release/yalu          # makes its files in a folder that goes away
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import zlib

WORDS = "the a of and river ship captain said night old morning they walked never house under light sea with had was upon".split()
TAGS = "div p table tr td ul li b i span th thead tbody h1 h2 pre blockquote".split()


def novel(megabytes, chance):
    parts, length = [], 0
    while length < megabytes * 1_000_000:
        sentence = " ".join(chance.choice(WORDS) for _ in range(chance.randint(6, 25))).capitalize()
        if chance.random() < 0.15:
            sentence += f" in {chance.randint(1700, 2024)}"
        if chance.random() < 0.1:
            sentence += f", {chance.randint(2, 900)} {chance.choice(['men', 'dollars', 'miles', 'per cent', 'million dollars'])}"
        sentence += ".\n\n" if chance.random() < 0.12 else ". "
        parts.append(sentence)
        length += len(sentence)
    return "".join(parts)


def rows(count, chance):
    row = lambda i: f"{i}\tgood {i}\t{chance.randint(1, 97):02d}{chance.randint(1, 99):02d}\t{chance.randint(1, 9999999):,}\t{chance.random() * 10:.1f}"
    head = "Table 1. Imports from China\nUnit: thousand USD, %\n\nNo.\tItem\tHS\tValue 2023\tShare\n"
    return head + "\n".join(row(i) for i in range(count)) + "\n"


def soup(megabytes, chance):
    parts, length = [], 0
    while length < megabytes * 1_000_000:
        dice = chance.random()
        if dice < 0.6:
            part = f"<{'/' if dice > 0.4 else ''}{chance.choice(TAGS)}>"
        elif dice < 0.9:
            part = f" {chance.choice(WORDS)} {chance.randint(0, 9999)}% "
        else:
            part = chance.choice(["<td colspan=1000 rowspan=1000>", "<!doctype", "&#999999999;", '<a href="', "<![CDATA[", "<<<", "<script>"])
        parts.append(part)
        length += len(part)
    return "<html>" + "".join(parts)


def scan(pages):
    kids = " ".join(f"{3 + 3 * i} 0 R" for i in range(pages))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode()]
    for i in range(pages):
        picture = zlib.compress(os.urandom(1240 * 1754 // 40) * 40)
        shown = b"q 595 0 0 842 0 0 cm /I Do Q"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I {5 + 3 * i} 0 R >> >> "
            f"/Contents {4 + 3 * i} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(shown) + shown + b"\nendstream")
        head = b"<< /Type /XObject /Subtype /Image /Width 1240 /Height 1754 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        objects.append(head + b"/Filter /FlateDecode /Length %d >>\nstream\n" % len(picture) + picture + b"\nendstream")
    file, places = b"%PDF-1.4\n", []
    for i, each in enumerate(objects):
        places.append(len(file))
        file += b"%d 0 obj\n" % (i + 1) + each + b"\nendobj\n"
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % at for at in places)
    return file + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)


def made():
    chance = random.Random(7)
    yield "novel.txt", novel(1.2, chance)
    yield "text.txt", novel(50, chance)
    yield "one-line.txt", novel(50, chance).replace("\n", " ")
    yield "numbers.txt", " ".join(str(chance.randint(1, 99999)) for _ in range(8_500_000))
    yield "lines.txt", "x\n" * 25_000_000
    yield "rows.txt", rows(1_000_000, chance)
    yield "rows.html", "<html><table>" + "".join(
        "<tr>" + "".join(f"<td>{cell}" for cell in row.split("\t")) for row in rows(1_000_000, chance).split("\n")
    )
    yield "soup.html", soup(50, chance)
    yield "deep.html", "<html>" + "<table><tr><td>" * 500_000 + "3%"
    yield "scan.pdf", scan(40)
    yield "noise.txt", bytes(chance.getrandbits(8) for _ in range(3_000_000))


def main(yalu):
    print("| file | MB | seconds | peak MB | ends with | it says |")
    print("|---|--:|--:|--:|--:|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, page in made():
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(page if isinstance(page, bytes) else page.encode())
            size = os.path.getsize(path) / 1e6
            child = os.fork()
            if child == 0:
                done = subprocess.run([yalu, "audit", name], cwd=folder, capture_output=True, text=True)
                used = resource.getrusage(resource.RUSAGE_CHILDREN)
                says = (done.stderr.strip().splitlines() or ["–"])[0].removeprefix("error: ").removeprefix("note: ")
                seconds = used.ru_utime + used.ru_stime
                print(f"| {name} | {size:.1f} | {seconds:.1f} | {used.ru_maxrss // 1024} | {done.returncode} | {says} |", flush=True)
                os._exit(0)
            os.waitpid(child, 0)
            os.remove(path)


if __name__ == "__main__":
    main(sys.argv[1])
