# SPDX-License-Identifier: GPL-3.0-or-later
"""The collector under a logon storm, and full; the floor is libmicrohttpd alone."""
import json
import os
import re
import signal
import subprocess
import time

import generate

SECRET = "CANARY-of-the-benchmark"
FLOOD_SECONDS, FLOOD_THREADS, STORM_THREADS = 5, 32, 96


def certificate(folder):
    def openssl(*words):
        subprocess.run(("openssl",) + words, cwd=folder, check=True, stderr=subprocess.DEVNULL)
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl("req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-days", "9", "-subj", "/CN=Bench")
    openssl("req", *new, "-keyout", "key.pem", "-out", "csr.pem", "-subj", "/CN=localhost")
    with open(os.path.join(folder, "ext"), "w") as out:
        out.write("subjectAltName=DNS:localhost\n")
    openssl("x509", "-req", "-in", "csr.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "1", "-days", "9", "-extfile", "ext", "-out", "cert.pem")
    with open(os.path.join(folder, "secret"), "w") as out:
        out.write(SECRET + "\n")
    for name in ("key.pem", "secret"):
        os.chmod(os.path.join(folder, name), 0o600)


class Server:
    """A process that prints where it listens, as the last number of a line."""

    def __init__(self, bench, folder, *command, **how):
        self.process = subprocess.Popen(command, cwd=folder, env=bench.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, **how)
        self.port = self.process.stdout.readline().split(":")[-1].strip()

    def status(self, name):
        with open("/proc/%d/status" % self.process.pid) as file:
            return next(int(line.split()[1]) for line in file if line.startswith(name + ":"))

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def storm(bench, folder, mode, port, given, bodies, threads, seconds):
    """What it says of itself, and its output's lines."""
    done = subprocess.run(["storm", mode, port, "ca.pem", given, bodies, str(threads), str(seconds)], cwd=folder, env=bench.environment,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stderr), done.stdout.split("\n")[:-1]


def count_lost(bench, folder, name, acks):
    """How many runs of the file were acknowledged and are not the newest in the store."""
    stored = subprocess.run(["mailaccord", "store", "export", "sqlite:fleet.db"], cwd=folder, env=bench.environment, stdout=subprocess.PIPE, text=True).stdout
    runs = set(re.findall(r'"run": ?"([^"]*)"', stored))
    with open(os.path.join(folder, name)) as file:
        all_runs = [json.loads(line)["run"] for line in file]
    return sum(all_runs[int(ack.split()[1])] not in runs for ack in acks)


def section(bench):
    n, seconds = bench.options.workstations, bench.options.storm_seconds
    folder = os.path.join(bench.options.data, "storm-%d" % n)
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        os.unlink(os.path.join(folder, name))
    certificate(folder)
    mean = generate.documents_file(folder, n, max(1, n // 20))["mean_bytes"]
    with open(os.path.join(folder, "ids"), "w") as out:
        out.writelines("id-%06d\n" % i for i in range(n))
    say = lambda text: bench.lines.append(("  " + text,))
    bench.lines.append(("collector: %d workstations post within %d s over TLS, %d bytes each, packed" % (n, seconds, mean),))
    server = Server(bench, folder, "mailaccord", "collect", "--store=sqlite:fleet.db", "--listen=127.0.0.1:0", "--tls-cert=cert.pem",
                    "--tls-key=key.pem", "--enrol-secret-file=secret", "--rate=1000000")
    enrolled, tokens = storm(bench, folder, "enrol", server.port, "secret", "ids", 16, 0)
    with open(os.path.join(folder, "tokens"), "w") as out:
        out.writelines(t + "\n" for t in tokens)
    say("enrolled %(done)d, %(per_second).0f a second" % enrolled)
    posted, acks = storm(bench, folder, "send", server.port, "tokens", "scans.ndjson", STORM_THREADS, seconds)
    say("acknowledged %(done)d, failed %(failed)d, tried again %(retried)d; p50 %(p50_ms).1f ms, p99 %(p99_ms).1f ms, longest %(max_ms).0f ms" % posted)
    say("peak memory %.1f MiB" % (server.status("VmHWM") / 1024))
    lost = count_lost(bench, folder, "scans.ndjson", acks)
    with open(os.path.join(folder, "scans.ndjson")) as file, open(os.path.join(folder, "again.ndjson"), "w") as out:
        out.writelines(re.sub('"started":"[^"]*"', '"started":"2026-06-01T00:00:00Z"', line.replace('"run":"', '"run":"again-')) for line in file)
    burst, more = storm(bench, folder, "send", server.port, "tokens", "again.ndjson", STORM_THREADS, 0)
    say("as fast as it goes: %(per_second).0f new scans a second, a connection for each; p99 %(p99_ms).0f ms" % burst)
    # What is full for one is full for both: in turns, on the same machine.
    hello = Server(bench, folder, "hello", "cert.pem", "key.pem", "2", stdin=subprocess.PIPE)
    ours, theirs = [], []
    for _ in range(bench.options.runs if bench.options.runs < 3 else 3):
        ours.append(storm(bench, folder, "flood", server.port, "tokens", "scans.ndjson", FLOOD_THREADS, FLOOD_SECONDS)[0])
        theirs.append(storm(bench, folder, "hello", hello.port, "-", "scans.ndjson", FLOOD_THREADS, FLOOD_SECONDS)[0])
    best = [max(runs, key=lambda r: r["per_second"]) for runs in (ours, theirs)]
    say("connections kept, runs that are known: %.0f posts a second (%d refused), p99 %.0f ms; libmicrohttpd alone says hello %.0f times: %.2f of it"
        % (best[0]["per_second"], best[0]["failed"], best[0]["p99_ms"], best[1]["per_second"], best[0]["per_second"] / best[1]["per_second"]))
    hello.process.stdin.close()
    hello.process.wait(10)
    begin = time.monotonic()
    server.end()
    say("stopped in %.1f s with status %d" % (time.monotonic() - begin, server.process.returncode))
    lost += count_lost(bench, folder, "again.ndjson", more)
    say("lost: %d" % lost)
    bench.lines.append(("",))
    if lost or posted["failed"] or posted["done"] != n or server.process.returncode:
        bench.wrong.append("storm: %d lost, %d failed, status %d" % (lost, posted["failed"], server.process.returncode))
