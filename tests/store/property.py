# SPDX-License-Identifier: GPL-3.0-or-later
"""Random offices in a store: whatever comes in and goes out, in any order, the
store's findings are those of a full report over the same scans, and a gate
answers as it does over a folder of them.

property.py PROGRAM FOLDER STORE ROUNDS SEED [PSQL...]
"""
import json, os, random, shutil, sqlite3, subprocess, sys

program, folder, store, rounds, seed = sys.argv[1:6]
psql = sys.argv[6:]
rnd = random.Random(int(seed))
scans = os.path.join(folder, "scans")
os.makedirs(scans, exist_ok=True)

HOSTS = ["pop.a.jp", "imap.a.jp", "mail.a.jp", "pop.b.jp", "mail.provider.example", "127.0.0.1", None, "imap.gmail.com", "pop01.lolipop.jp"]
LOGINS = ["info", "info@a.jp", "info@b.jp", "info%a.jp", "12345", "recent:info@a.jp", "tanaka", "tanaka@a.jp", None, "sales@a.jp", "\u5e97\u9577@a.jp"]
ADDRESSES = ["info@a.jp", "info@b.jp", "12345@a.jp", "tanaka@a.jp", "sales@a.jp"]
POLICIES = [
    {"format": "mailaccord-policy", "version": 1, "mailboxes": {"info@a.jp": {"min_keep_days": 90}}},
    {"format": "mailaccord-policy", "version": 1, "providers": [{"name": "many", "hosts": ["*.provider.example"], "domains": ["a.jp"]}]},
    {"format": "mailaccord-policy", "version": 1, "max_age_days": 400,
     "waivers": [{"rule": "pop-delete-on-download", "account": "PC-1*", "reason": "x", "approver": "y"}],
     "roster": [{"name": "PC-1"}, {"name": "PC-2", "retired": True}, {"name": "PC-77"}]},
]


def account(n):
    a = {"id": "some/%d" % n, "plugin": "some"}
    for key, choices in [("protocol", ["pop3", "imap", "exchange", None]), ("host", HOSTS), ("login", LOGINS),
                         ("leave_on_server", [True, False, None]), ("delete_after_days", [None, None, 3, 30]),
                         ("enabled", [None, None, None, False, True]), ("trash_folder", [None, "Trash", "INBOX.Trash", "\u3054\u307f\u7bb1"]),
                         ("client", ["p", "q"]), ("security", [None, "none", "tls"])]:
        value = rnd.choice(choices)
        if value is not None:
            a[key] = value
    addresses = rnd.sample(ADDRESSES, rnd.randint(0, 2))
    if addresses:
        a["addresses"] = addresses
    if rnd.random() < 0.1:
        a["unknown"] = ["delete_when"]
    return a


def scan(number, run):
    day = "20%02d-%02d-%02d" % (rnd.randint(24, 26), rnd.randint(1, 12), rnd.randint(1, 28))
    notes = [{"kind": "damaged", "file": 0}] if rnd.random() < 0.05 else []
    return {"format": "mailaccord-scan", "version": 1, "tool": "x", "run": "run-%d" % run, "started": day + "T08:00:00Z",
            "workstation": {"id": "id-%d" % number, "name": "PC-%d" % (number % 11)}, "notes": notes,
            "files": [{"path": "~/f", "client": "p", "size": 1, "status": "parsed"}], "accounts": [account(i) for i in range(rnd.randint(0, 3))]}


def run(*arguments, statuses=(0,)):
    p = subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if p.returncode not in statuses:
        sys.exit("%s: %d: %s" % (" ".join(arguments), p.returncode, p.stderr.decode()))
    return p.stdout.decode()


def query(sql):
    if psql:
        out = subprocess.run([*psql, "-At", "-F", "\x1f", "-c", sql], stdout=subprocess.PIPE, check=True).stdout.decode()
        return [tuple(line.split("\x1f")) for line in out.splitlines()]
    with sqlite3.connect(store.replace("sqlite:", "")) as db:
        return [tuple(str(c) for c in row) for row in db.execute(sql)]


newest, past, policy, runs = {}, [], None, 0
SEVERITIES, STATUSES, MAILBOXES = "info low medium high critical".split(), "fail unknown waived".split(), "clean fail unknown".split()


def newer(a, b):
    return (a["started"], a["run"]) > (b["started"], b["run"])


def bring(documents):
    """Imports them, in one file or several."""
    global runs
    there = os.path.join(folder, "bring")
    shutil.rmtree(there, ignore_errors=True)
    os.makedirs(there)
    rnd.shuffle(documents)
    for i, d in enumerate(documents):
        with open(os.path.join(there, "%d.json" % (i // rnd.choice([1, 1, 2]))), "a") as f:
            f.write(json.dumps(d, ensure_ascii=rnd.random() < 0.5) + "\n")
        key = d["workstation"]["id"]
        if key not in newest or newer(d, newest[key]):
            newest[key] = d
    run("store", "import", store, there)


def write_folder():
    shutil.rmtree(scans)
    os.makedirs(scans)
    for key, d in newest.items():
        with open(os.path.join(scans, key + ".json"), "w") as f:
            json.dump(d, f)
    if policy:
        with open(os.path.join(scans, "policy.json"), "w") as f:
            json.dump(policy, f)


def finding_keys(report):
    return {(f["fingerprint"], f["status"], f["severity"], f["mailbox"] or "", f["rule"]) for f in report["findings"]}


def same(what, a, b):
    if a != b:
        sys.exit("%s differ (seed %s):\n  only first: %s\n  only second: %s" % (what, seed, sorted(a - b)[:5], sorted(b - a)[:5]))


def check_findings():
    if not newest:
        same("findings of nothing", set(query("SELECT fingerprint FROM finding WHERE fixed_at IS NULL")), set())
        return
    write_folder()
    full = json.loads(run("report", scans, "-f", "json", statuses=(0, 1, 2)))
    kept = json.loads(run("report", store, "-f", "json", statuses=(0, 1, 2)))
    again = json.loads(run("report", store, "-f", "json", statuses=(0, 1, 2)))
    if kept != again:
        sys.exit("the report that was kept differs")
    same("findings of the report", finding_keys(kept), finding_keys(full))
    same("mailboxes of the report", {(m["key"], m["status"]) for m in kept["mailboxes"]}, {(m["key"], m["status"]) for m in full["mailboxes"]})
    rows = query("SELECT fingerprint, status, severity, mailbox, rule FROM finding WHERE fixed_at IS NULL")
    same("findings in the store", {(f, STATUSES[int(s)], SEVERITIES[int(v)], m, r) for f, s, v, m, r in rows}, finding_keys(full))
    blind = any(not f["mailbox"] and f["status"] == "unknown" for f in full["findings"])
    rows = {(m, "unknown" if blind and MAILBOXES[int(s)] == "clean" else MAILBOXES[int(s)]) for m, s in query("SELECT mailbox, status FROM mailbox")}
    same("mailboxes in the store", rows, {(m["key"], m["status"]) for m in full["mailboxes"]})
    same("marks", set(query("SELECT name FROM mark")), set())


def check_gate():
    global runs
    if not newest:
        return
    runs += 1
    write_folder()
    path = os.path.join(folder, "candidate.json")
    with open(path, "w") as f:
        json.dump(scan(rnd.randint(0, 14), runs), f)
    more = []
    if rnd.random() < 0.3:
        more += ["-a", rnd.choice(ADDRESSES)]
    if rnd.random() < 0.3:
        other = rnd.choice(POLICIES)
        with open(os.path.join(folder, "other.json"), "w") as f:
            json.dump(other, f)
        more += ["-p", os.path.join(folder, "other.json")]
    if rnd.random() < 0.1:
        more += ["--suppose", "PC-*: leave_on_server=yes"]
    answers = []
    for against in (scans, store):
        d = json.loads(run("gate", path, "-f", "json", "--against", against, *more, statuses=(0, 1, 2)))
        findings = {(f["fingerprint"], f["status"], f["severity"], f["mailbox"] or "") for f in d["findings"] if f.get("candidates")}
        verdict = {(k, str(v)) for k, v in d["gate"].items() if k != "candidate"}
        concerned = {(f["mailbox"]) for f in d["findings"] if f.get("candidates")}
        statuses = {(m["key"], m["status"]) for m in d["mailboxes"] if m["key"] in concerned}
        answers.append(verdict | findings | statuses)
    same("gate %s" % more, answers[1], answers[0])


for _ in range(int(rounds)):
    do = rnd.random()
    if do < 0.62:
        documents = []
        for _ in range(rnd.randint(1, 6)):
            runs += 1
            documents.append(scan(rnd.randint(0, 14), runs))
        # A run that is known already, or was superseded, may come again.
        documents += rnd.sample(past, min(len(past), rnd.choice([0, 0, 1, 2])))
        past += documents
        bring(documents)
    elif do < 0.8 and newest:
        key = rnd.choice(sorted(newest))
        run("store", "forget", store, key)
        del newest[key]
        past = [d for d in past if d["workstation"]["id"] != key]
        for table, column, text in [("scan", "workstation", key), ("finding", "document", '%"' + key + '"%'), ("finding", "named", "%\n" + key + "\n%"),
                                    ("mailbox", "mailbox", "?" + key + "/%"), ("tie", "mailbox", "?" + key + "/%"), ("cache", "name", "%")]:
            if query("SELECT count(*) FROM %s WHERE %s LIKE '%s'" % (table, column, text)) != [("0",)]:
                sys.exit("%s is still in %s" % (key, table))
    else:
        policy = rnd.choice(POLICIES)
        path = os.path.join(folder, "policy.json")
        with open(path, "w") as f:
            json.dump(policy, f)
        run("store", "policy", store, path)
    check_findings()
    if rnd.random() < 0.7:
        check_gate()
print("%s rounds, %d workstations, %d runs" % (rounds, len(newest), runs))
