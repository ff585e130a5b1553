#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""windows-registry.py: every export that the tests know is imported into Wine's
registry and read there by the Windows program; what it says is compared with what
the native program says of the file.  Prints TAP.

Compared of a scan: all accounts with all facts, their states and order; notes by
kind, client and key; what became of the file.  Compared of values: key, name,
type and bytes, as a plugin sees them.  Left out, because they cannot be the same:
places (a live registry has no lines), paths of files, the user (here whoever runs
the test; so too in the ids of accounts), and stores, which are files."""
import glob
import json
import os
import subprocess
import sys

SRC = os.environ["srcdir"]
NATIVE = os.environ["MAILACCORD"]
EXE = os.environ["MAILACCORD_EXE"]
SCRATCH = sys.argv[1]
LOCALE = sys.argv[2]
NATIVE_VALUES = os.path.join(os.environ["builddir"], "tests", "registry-values")
EXE_VALUES = os.path.join(os.path.dirname(EXE), "tests", "registry-values.exe")

# What is cleared between two exports: all that they, and the plugins, have keys below.
CLEAR = r"""Software\Microsoft\Office
Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem
Software\Microsoft\Windows Messaging Subsystem
Software\Microsoft\Internet Account Manager
Software\Microsoft\ActiveSync
Software\Microsoft\Windows Live Mail
Software\Microsoft\Windows Mail
Software\Microsoft\Windows\CurrentVersion\Notifications\Settings
Software\Policies
Software\RimArts
Software\Hidemaruo
Software\Justsystem
Software\eM Client
Software\Mailbird
Software\RIT
Software\OracleTypes
Software\OracleImport
Identities
Volatile Environment""".split("\n")
OTHER_USER = "S-1-5-21-1111111111-2222222222-3333333333-1104"
PROBES = [r"Software\OracleTypes", r"Software\OracleImport", r"Software\Microsoft\Office"]

# A path in it is relative to the export's own folder, which a live registry does not have.
RELATIVE = ["samples/clients/outlook-prf/waiting-to-be-imported/user.reg"]

n_tests = 0


def ok(good, name, why=""):
    global n_tests
    n_tests += 1
    print("%sok %d - %s" % ("" if good else "not ", n_tests, name), flush=True)
    for line in why.split("\n")[:30] if not good else []:
        print("#  " + line)


def wine(*args):
    env = dict(os.environ, LC_ALL=LOCALE)
    for name in ("MAILACCORD_PLUGINS", "MAILACCORD_MODULES"):  # the native program's
        env.pop(name, None)
    return subprocess.run(["wine", *args], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=120)


def windows_path(path):
    return "Z:" + os.path.abspath(path).replace("/", "\\")


def insert_disk(reg):
    """What the export names on drive D: lies beside it."""
    drive = os.path.join(os.environ["WINEPREFIX"], "dosdevices", "d:")
    if os.path.islink(drive):
        os.unlink(drive)
    os.symlink(os.path.dirname(os.path.abspath(reg)), drive)


def write_clearing(path):
    roots = ["HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"]
    lines = ["[-%s\\%s]" % (r, k) for r in roots for k in CLEAR]
    with open(path, "w") as f:
        f.write("REGEDIT4\n\n" + "\n".join(lines + ["[-HKEY_USERS\\%s]" % OTHER_USER]) + "\n")


def said(scan, clients):
    """What two scans must agree in."""
    accounts = []
    for a in scan["accounts"]:
        a = {k: v for k, v in a.items() if k not in ("places", "user")}
        parts = a.pop("id").split("/")
        a["number"] = parts[-1]
        accounts.append(a)
    notes = sorted([n["kind"], n.get("client"), n.get("key")] for n in scan["notes"] if n["kind"] not in ("nothing-found", "no-client"))
    files = sorted({(f["client"], f["status"]) for f in scan["files"] if f["client"] in clients and f["status"] != "unrecognized"})
    return {"accounts": sorted(accounts, key=lambda a: json.dumps(a, sort_keys=True)), "notes": notes, "files": files}


def difference(a, b):
    x, y = (json.dumps(s, indent=1, sort_keys=True, ensure_ascii=False).split("\n") for s in (a, b))
    return "\n".join(["native: " + l for l in x if l not in y] + ["live:   " + l for l in y if l not in x]) or "the same lines in another order"


def values(run):
    """{(key, name): (type, data)}; names fold as the registry does."""
    lines = run.stdout.decode().replace("\r", "").split("\n")
    out = {}
    for line in lines[1:]:
        if line:
            key, name, kind, data = line.split("\t")[-4:] if line.count("\t") == 3 else line.rsplit("\t", 3)
            out[key.upper(), name.upper()] = (kind, data)
    return lines[0], out


def compare_scan(reg, name):
    native = subprocess.run([NATIVE, "scan", "-q", "-f", "json", reg], stdout=subprocess.PIPE)
    live = wine(EXE, "scan", "-q", "-f", "json")
    try:
        here, there = json.loads(native.stdout), json.loads(live.stdout)
    except ValueError as e:
        ok(False, name, "no document: %s" % e)
        return 0
    # That nothing in it is a client's is no matter: the machine's own keys may hold something.
    clients = {f["client"] for f in here["files"] if f["status"] != "unrecognized"}
    a, b = said(here, clients), said(there, clients)
    ok(a == b, "%s: %d accounts" % (name, len(a["accounts"])), difference(a, b))
    return len(a["accounts"])


def native_values(reg):
    return values(subprocess.run([NATIVE_VALUES, reg, *PROBES], stdout=subprocess.PIPE))


def compare_values(name, exports):
    """EXPORTS say together what was imported."""
    here, flags = {}, set()
    for reg in exports:
        head, found = native_values(reg)
        here.update(found)
        flags |= set(head.split())
    head, there = values(wine(EXE_VALUES, "-", *PROBES))
    ok(here == there and flags == set(head.split()), "%s: %d values" % (name, len(here)),
       "%s, %s\n" % (flags, head)
       + "\n".join("%s %s: native %s, live %s" % (*k, here.get(k), there.get(k)) for k in sorted(here.keys() | there.keys()) if here.get(k) != there.get(k)))
    return len(here)


def is_probe(reg):
    with open(reg, "rb") as f:
        return b"Oracle" in f.read().replace(b"\0", b"")


def main():
    places = ["samples/**/*.reg", "tests/data/reg/*.reg", "tests/data/reg/import/*.reg"]
    exports = sorted(e for p in places for e in glob.glob(os.path.join(SRC, p), recursive=True))
    exports += sorted(glob.glob(os.path.join(os.environ.get("MAILACCORD_MORE_EXPORTS", "/nowhere"), "**", "*.reg"), recursive=True))
    clear = os.path.join(SCRATCH, "clear.reg")
    write_clearing(clear)
    def load(*files):
        wine("regedit", "/S", *map(windows_path, (clear, *files)))

    n_accounts = n_values = 0
    probes = [reg for reg in exports if is_probe(reg)]
    for reg in exports:
        if reg not in probes and os.path.relpath(reg, SRC) not in RELATIVE:
            insert_disk(reg)
            load(reg)
            n_accounts += compare_scan(reg, os.path.relpath(reg, SRC))
    # Each case of an import has keys of its own: all at once.  What an importer makes of the odd ones is in the second file of a pair.
    cases, made = ([reg for reg in probes if reg.endswith(end)] for end in (".in.reg", ".out.reg"))
    groups = [(os.path.relpath(reg, SRC), [reg], [reg]) for reg in probes if reg not in cases + made]
    groups += [("what was made of odd exports", made, made), ("odd exports", cases, made)]
    for name, given, said_by in groups if os.path.exists(EXE_VALUES) else []:
        load(*given)
        n_values += compare_values(name, said_by)
    load()
    ok(n_accounts > 15, "there were accounts to compare (%d)" % n_accounts)
    if os.path.exists(EXE_VALUES):
        ok(n_values > 100, "there were values to compare (%d)" % n_values)
    print("1..%d" % n_tests)


main()
