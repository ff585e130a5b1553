#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time and memory of mailaccord against a floor and against other programs.

Every figure that counts is a ratio of two commands measured in turn (A B A B)
in one run of this script, so that it says little about the machine.  Ours must
first give the right answer: a broken program cannot look fast.  Exit status 1
when an answer is wrong; a missed aim is said, and is no failure.
"""
import argparse
import collections
import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile

import centre
import generate

Sample = collections.namedtuple("Sample", "wall cpu peak status")
HEAD = ("command", "wall", "CPU", "peak MiB", "wall/floor", "CPU/floor", "aim")


class Row:
    """One command.  COMMAND: words, or text for the shell.  AIM: metric, key of the other row, limit."""

    def __init__(self, key, command, aim=None, check=None):
        self.key, self.command, self.aim, self.check = key, command, aim, check
        self.samples, self.trouble = [], None

    def words(self):
        return ["sh", "-c", self.command] if isinstance(self.command, str) else self.command

    def shown(self):
        return self.command if isinstance(self.command, str) else " ".join(shlex.quote(w) for w in self.command)

    def median(self, metric):
        return statistics.median(getattr(s, metric) for s in self.samples)


def ratio(row, other, metric):
    pairs = [getattr(a, metric) / max(getattr(b, metric), 1e-9) for a, b in zip(row.samples, other.samples)]
    return statistics.median(pairs)


# ---- running ----

class Bench:
    def __init__(self, options):
        self.options = options
        self.environment = dict(os.environ, PATH=os.pathsep.join((options.tools, options.bin, os.environ["PATH"])), LC_ALL="C.UTF-8",
                                PYTHONPATH=os.path.dirname(os.path.abspath(__file__)), PYTHONDONTWRITEBYTECODE="1")
        self.lines, self.wrong = [], []

    def has(self, program):
        return shutil.which(program, path=self.environment["PATH"]) is not None

    def sample(self, row, times):
        done = subprocess.run(["spawn", str(times)] + row.words(), cwd=self.options.data, env=self.environment, stdout=subprocess.PIPE, check=True)
        wall, cpu, peak, status = done.stdout.split()
        return Sample(float(wall), float(cpu), int(peak) / 1024, int(status))

    def warm_up(self, row):
        """Runs it once; ours are held against what the generator knows."""
        if row.check is None:
            status = self.sample(row, 1).status
            if status:
                row.trouble = "fails with status %d" % status
            return
        done = subprocess.run(row.words(), cwd=self.options.data, env=self.environment, stdout=subprocess.PIPE)
        why = "status %d" % done.returncode if done.returncode not in (0, 1, 2) else row.check(done.stdout)
        if why:
            row.trouble = "WRONG: " + why
            self.wrong.append("%s: %s" % (row.shown(), why))

    def measure(self, title, rows, times=1):
        sys.stderr.write("%s\n" % title)
        for row in rows:
            program = row.words()[0] if isinstance(row.command, list) else shlex.split(row.command)[0]
            if not self.has(program):
                row.trouble = "not installed"
            else:
                self.warm_up(row)
        live = [row for row in rows if not row.trouble]
        for _ in range(self.options.runs):
            for row in live:
                row.samples.append(self.sample(row, times))
        self.table(title, rows)

    def table(self, title, rows):
        by_key = {row.key: row for row in rows}
        self.lines.append((title,))
        for row in rows:
            if row.trouble:
                self.lines.append((row.shown(), "", "", "", "", "", row.trouble))
                continue
            floor = rows[0]
            ratios = [("%.2f" % ratio(row, floor, m) if floor.samples and row is not floor else "") for m in ("wall", "cpu")]
            self.lines.append((row.shown(), duration(row.median("wall")), duration(row.median("cpu")), "%.1f" % row.median("peak"),
                               ratios[0], ratios[1], said_aim(row, by_key)))
        self.lines.append(("",))

    def print(self):
        rows = [HEAD] + self.lines
        full = [r for r in rows if len(r) == len(HEAD)]
        widths = [max(len(r[i]) for r in full) for i in range(len(HEAD))]
        widths[0] = min(widths[0], 76)
        for r in rows:
            if len(r) == 1:
                print(r[0])
                continue
            cells = [("  " + r[0]).ljust(widths[0] + 2)] + [r[i].rjust(widths[i]) for i in range(1, 6)] + [r[6]]
            print("  ".join(cells).rstrip())


def duration(seconds):
    return "%.2f ms" % (seconds * 1000) if seconds < 1 else "%.2f s" % seconds


def said_aim(row, by_key):
    if not row.aim:
        return ""
    metric, key, limit = row.aim
    other = by_key.get(key)
    if other is None or not other.samples:
        return ""
    is_now = ratio(row, other, metric)
    return "%s %.2f of %s, aim %g: %s" % (metric, is_now, key, limit, "met" if is_now <= limit else "MISSED")


# ---- what is right ----

def compare(found, expected):
    for name, value in expected.items():
        if found.get(name) != value:
            return "%s is %s, should be %s" % (name, json.dumps(found.get(name)), json.dumps(value))
    return None


def check_scan(expected):
    def check(output):
        document = json.loads(output)
        expect = generate.Expect()
        for account in document["accounts"]:
            expect.add(account.get("protocol"), account.get("leave_on_server"))
        blind = [note for note in document["notes"] if note.get("blind")]
        return "a note: %s" % json.dumps(blind[0]) if blind else compare(expect.table(), expected)
    return check


def check_report(expected):
    def check(output):
        document = json.loads(output)
        summary = document["summary"]
        found = {"accounts": summary["accounts"], "workstations": summary["workstations"], "mailboxes": len(document["mailboxes"])}
        return compare(found, {name: expected[name] for name in found})
    return check


def check_words(output):
    return None if output.strip() else "says nothing"


# ---- inputs ----

def prepared(bench, name, make, *arguments):
    """Makes the input once; NAME tells all there is to its content.  Returns what is to be found in it."""
    note = os.path.join(bench.options.data, name + ".expect")
    version = os.path.getmtime(generate.__file__)
    if not os.path.exists(note) or os.path.getmtime(note) < version:
        sys.stderr.write("making %s\n" % name)
        path = os.path.join(bench.options.data, name)
        if make is not generate.registry:
            shutil.rmtree(path, ignore_errors=True)
            os.makedirs(path)
        expected = make(path, *arguments)
        with open(note, "w", encoding="utf-8") as out:
            json.dump(expected, out)
    with open(note, encoding="utf-8") as file:
        return json.load(file)


# ---- the sections of the table ----

SCAN = ["mailaccord", "scan", "--quiet", "--format=json"]
PEER = ["python3", "-m", "peer"]
REPORT = ["mailaccord", "report", "--quiet", "--format=json"]


def bench_registry(bench):
    size = bench.options.mb
    name, small = "export-%d.reg" % size, "export-%d.reg" % max(1, size // 10)
    expected = prepared(bench, name, generate.registry, size)
    bench.measure("registry export of %d MB, UTF-16LE" % size, [
        Row("the read", ["floor", "read", name]),
        Row("ours", SCAN + [name], ("cpu", "the read", 2), check_scan(expected)),
        Row("ripgrep", ["rg", "-E", "utf-16le", "-c", "Outlook", name]),
        Row("grep", "iconv -f UTF-16LE -t UTF-8 %s | grep -c Outlook" % name),
    ])
    expected = prepared(bench, small, generate.registry, max(1, size // 10))
    bench.measure("does memory grow with the export?", [
        Row("a tenth", SCAN + [small], None, check_scan(expected)),
        Row("all", SCAN + [name], ("peak", "a tenth", 1.1)),
    ])


def bench_preferences(bench):
    name = "prefs-%d" % bench.options.lines
    expected = prepared(bench, name, generate.preferences, bench.options.lines)
    path = name + "/prefs.js"
    pattern = '"mail\\.server\\.'
    bench.measure("prefs.js of %d lines" % bench.options.lines, [
        Row("the read", ["floor", "read", path]),
        Row("ours", SCAN + [path], ("cpu", "grep", 0.6), check_scan(expected)),
        Row("grep", ["grep", "-c", pattern, path]),
        Row("ripgrep", ["rg", "-c", pattern, path]),
        Row("python3", PEER + ["prefs", path]),
    ])


def bench_plist(bench):
    n = bench.options.accounts
    name = "plist-xml-%d" % n
    expected = prepared(bench, name, generate.plist, n, "xml")
    path = name + "/Accounts.plist"
    bench.measure("XML property list of %d accounts" % n, [
        Row("the read", ["floor", "read", path]),
        Row("ours", SCAN + [path], ("cpu", "xmllint --stream", 0.8), check_scan(expected)),
        Row("xmllint --stream", ["xmllint", "--stream", "--noout", path]),
        Row("xmllint", ["xmllint", "--noout", path]),
        Row("python3", PEER + ["plist", path]),
    ])
    name = "plist-binary-%d" % n
    expected = prepared(bench, name, generate.plist, n, "binary")
    path = name + "/Accounts.plist"
    bench.measure("binary property list of %d accounts" % n, [
        Row("the read", ["floor", "read", path]),
        Row("ours", SCAN + [path], ("cpu", "plistutil", 0.08), check_scan(expected)),
        Row("plistutil", ["plistutil", "-i", path, "-f", "xml"]),
        Row("python3", PEER + ["plist", path]),
    ])


def bench_documents(bench):
    n = bench.options.documents
    name = "documents-%d" % n
    expected = prepared(bench, name, generate.documents, n)
    bench.measure("folder of %d scan documents, %d bytes each on average" % (n, expected["mean_bytes"]), [
        Row("the read", ["floor", "folder", name]),
        Row("ours", REPORT + [name], ("cpu", "the read", 3), check_report(expected)),
        Row("python3", PEER + ["documents", name]),
    ])


JQ_GROUP = "[.[].accounts[].addresses[] | ascii_downcase] | group_by(.) | map({(.[0]): length}) | add"
SQL_GROUP = ("select lower(a.value), count(*) from fsdir('%s') f, json_each(cast(f.data as text), '$.accounts') c, json_each(c.value, '$.addresses') a"
             " where f.name like '%%.json' group by 1")


def bench_fleet(bench):
    """The whole judged report, as somebody with so many workstations asks for it; the peers only count accounts of addresses."""
    all_runs, growth = bench.options.runs, []
    for n in bench.options.fleet:
        bench.options.runs = all_runs if n < 100000 else min(3, all_runs)
        with tempfile.TemporaryDirectory(prefix="fleet-") as folder:
            expected = generate.documents(folder, n)
            rows = [Row("the read", ["floor", "folder", folder])]
            for form in ("text", "json", "nagios"):
                command = ["mailaccord", "report", "--quiet", "--format=" + form, folder]
                rows.append(Row(form, command, ("wall", "the read", 5), check_report(expected) if form == "json" else check_words))
            rows += [
                Row("simdjson", ["group", folder]),
                Row("python3", PEER + ["documents", folder]),
                Row("sqlite3", ["sqlite3", ":memory:", SQL_GROUP % folder]),
                Row("jq", "find %s -name '*.json' -print0 | xargs -0 cat | jq -s '%s'" % (folder, JQ_GROUP)),
            ]
            bench.measure("fleet of %d workstations, %d accounts, %d bytes each on average" % (n, expected["accounts"], expected["mean_bytes"]), rows)
            growth.append((n, expected["accounts"], rows))
    for (n, _, small), (m, accounts, large) in zip(growth, growth[1:]):
        for before, after in list(zip(small, large))[:4]:
            if before.samples and after.samples:
                times = after.median("cpu") / before.median("cpu")
                bench.lines.append(("  %s: %d / %d workstations take %.1f times the processor; %.0f bytes of memory an account"
                                    % (after.key, m, n, times, after.median("peak") * 1048576 / accounts),))
    bench.options.runs = all_runs
    bench.lines.append(("",))


def bench_judge(bench):
    """Judging grows with the accounts and no faster: ten times as much takes ten times as long."""
    n = bench.options.documents
    for what, addresses in (("one mailbox", lambda count: 1), ("a fleet of many mailboxes", lambda count: max(1, count // 20))):
        rows, accounts = [], []
        for key, count in (("small", n), ("large", n * 10)):
            name = "scans-%d-%d" % (count, addresses(count))
            expected = prepared(bench, name, generate.documents_file, count, addresses(count))
            accounts.append(expected["accounts"])
            command = ["mailaccord", "report", "--quiet", "--format=text", name + "/scans.ndjson"]
            rows.append(Row(key, command, ("cpu", "small", 11) if key == "large" else None, check_words))
        bench.measure("judging %s, %d and %d accounts" % (what, *accounts), rows)


def bench_start(bench):
    expected = prepared(bench, "prefs-200", generate.preferences, 200)
    plist = prepared(bench, "plist-xml-6", generate.plist, 6, "xml")
    document = prepared(bench, "documents-1", generate.documents, 1)
    os.makedirs(os.path.join(bench.options.data, "empty"), exist_ok=True)
    aim = ("cpu", "the empty program", 4)
    nothing = {"accounts": 0}
    bench.measure("start-up, one of %d starts in a row" % bench.options.starts, [
        Row("the empty program", ["floor"]),
        Row("version", ["mailaccord", "--version"], aim, check_words),
        Row("help", ["mailaccord", "--help"], aim, check_words),
        Row("list", ["mailaccord", "list", "rules"], aim, check_words),
        Row("facts", ["mailaccord", "list", "facts"], aim, check_words),
        Row("plugins", ["mailaccord", "list", "plugins"], aim, check_words),
        Row("explain", ["mailaccord", "explain", "pop-imap-mixed"], aim, check_words),
        Row("report", REPORT + ["documents-1"], aim, check_report(document)),
        Row("gate", ["mailaccord", "gate", "--quiet", "--against=documents-1", "documents-1/scan-000000.json"], aim, check_words),
        Row("nothing", SCAN + ["empty"], aim, lambda output: compare({"accounts": len(json.loads(output)["accounts"])}, nothing)),
        Row("scan", SCAN + ["prefs-200"], aim, check_scan(expected)),
        Row("xml", SCAN + ["plist-xml-6"], None, check_scan(plist)),
        Row("python", ["python3", "-c", "import json, argparse, pathlib"]),
    ], bench.options.starts)


def bench_store(bench):
    n = bench.options.documents
    name, store = "documents-%d" % n, "fleet-%d.db" % n
    expected = prepared(bench, name, generate.documents, n)
    path = os.path.join(bench.options.data, name)
    # What the shell does of it: the documents, and a row for each account; nothing is judged.
    shell = ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE document (name TEXT PRIMARY KEY, body TEXT);"
             "CREATE TABLE account (document TEXT, id TEXT, host TEXT, login TEXT, protocol TEXT, PRIMARY KEY (document, id));"
             "CREATE INDEX account_login ON account (login); BEGIN;"
             "INSERT INTO document SELECT name, CAST(data AS TEXT) FROM fsdir('%s') WHERE name LIKE '%%.json';"
             "INSERT INTO account SELECT name, a.value->>'id', a.value->>'host', a.value->>'login', a.value->>'protocol'"
             " FROM document, json_each(body, '$.accounts') AS a; COMMIT") % name
    bench.measure("import of %d scan documents into SQLite" % n, [
        Row("the read", ["floor", "folder", name]),
        Row("sqlite3", "rm -f shell.db*; sqlite3 shell.db \"%s\" >shell.out" % shell),
        Row("ours, judged too", "rm -f %s*; mailaccord store import --quiet sqlite:%s %s" % (store, store, name), ("cpu", "sqlite3", 8)),
    ])
    bench.measure("report of %d workstations from the store, nothing changed" % n, [
        Row("the read", ["floor", "folder", name]),
        Row("ours", REPORT + [store], ("cpu", "the read", 1), check_report(expected)),
    ])
    gate = ["mailaccord", "gate", "--quiet", "--format=nagios", "--against=" + store]
    bench.measure("gate against %d workstations in the store" % n, [
        Row("the empty program", ["floor"]),
        Row("its mailboxes are everybody's", gate + [os.path.join(path, "scan-000000.json")], ("cpu", "the empty program", 20), check_words),
    ], 10)


SECTIONS = {
    "registry": bench_registry,
    "prefs": bench_preferences,
    "plist": bench_plist,
    "documents": bench_documents,
    "fleet": bench_fleet,
    "judge": bench_judge,
    "store": bench_store,
    "storm": centre.section,
    "start": bench_start,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True, help="folder of the program")
    parser.add_argument("--tools", required=True, help="folder of floor and spawn")
    parser.add_argument("--data", required=True, help="folder for the inputs, which are kept there")
    parser.add_argument("--mb", type=int, default=500, help="size of the registry export")
    parser.add_argument("--lines", type=int, default=200000, help="lines of prefs.js")
    parser.add_argument("--accounts", type=int, default=100000, help="accounts of the property lists")
    parser.add_argument("--documents", type=int, default=10000, help="scan documents")
    parser.add_argument("--workstations", type=int, default=5000, help="of the logon storm")
    parser.add_argument("--storm-seconds", type=int, default=60, help="in which they come")
    parser.add_argument("--fleet", type=lambda text: [int(n) for n in text.split(",")], default=[1000, 10000, 100000], help="workstations, comma-separated")
    parser.add_argument("--starts", type=int, default=50, help="starts in a row that make one sample")
    parser.add_argument("--runs", type=int, default=5, help="samples of each command")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    options = parser.parse_args()
    for name in ("bin", "tools", "data"):
        setattr(options, name, os.path.abspath(getattr(options, name)))
    os.makedirs(options.data, exist_ok=True)
    bench = Bench(options)
    for name in options.sections or SECTIONS:
        if name not in SECTIONS:
            parser.error("no section %s: %s" % (name, ", ".join(SECTIONS)))
        SECTIONS[name](bench)
    bench.print()
    for line in bench.wrong:
        sys.stderr.write("WRONG  %s\n" % line)
    return 1 if bench.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
