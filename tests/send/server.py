#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What sending meets, for tests/send.sh: a collector with moods, under good and
bad certificates, in plain, and behind a proxy.

server.py FOLDER: reads the certificates in FOLDER, writes FOLDER/ports when it
listens, takes its mood for each request from the first word of FOLDER/mood (the
last word stays), and writes a line of JSON for each request to FOLDER/log.
"""
import email.utils
import gzip
import http.server
import json
import os
import select
import socket
import ssl
import sys
import threading
import time

folder = sys.argv[1]
lock = threading.Lock()


def mood():
    with lock:
        path = os.path.join(folder, "mood")
        words = open(path).read().split() or ["ok"]
        if len(words) > 1:
            with open(path, "w") as f:
                f.write(" ".join(words[1:]))
        return words[0]


def log(entry):
    with lock, open(os.path.join(folder, "log"), "a") as f:
        f.write(json.dumps(entry) + "\n")


class Collector(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, **headers):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def serve(self):
        n = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(n)
        zipped = self.headers.get("Content-Encoding") == "gzip"
        try:
            document = json.loads(gzip.decompress(body) if zipped else body)
        except ValueError:
            document = {}
        run = document.get("run")
        log({"method": self.command, "path": self.path, "run": run, "gzip": zipped, "at": time.time(), "server": self.server.name,
             "authorization": self.headers.get("Authorization"), "host": self.headers.get("Host")})
        if self.path == "/v1/enrol":
            known = self.headers.get("Authorization") == "Bearer CANARY-enrol"
            self.answer(201, {"token": "CANARY-token"}) if known else self.answer(403, {"reason": "not this secret"})
            return
        with open(os.path.join(folder, "body"), "wb") as f:
            f.write(gzip.decompress(body) if zipped else body)
        word, _, rest = mood().partition(":")
        if word == "ok":
            self.answer(201, {"run": run, "stored": True})
        elif word == "empty":
            self.answer(201, b"")
        elif word == "mute":
            self.answer(200, b"<html>Welcome to the hotel</html>", Content_Type="text/html")
        elif word == "other":
            self.answer(200, {"run": "another-run", "stored": True})
        elif word == "busy":
            self.answer(int(rest.split(",")[0]), {"reason": "later"}, Retry_After=rest.split(",")[1])
        elif word == "dated":
            self.answer(503, {"reason": "later"}, Retry_After=email.utils.formatdate(time.time() + float(rest), usegmt=True))
        elif word == "status":
            self.answer(int(rest), {"reason": "this is no scan\u001b[31m"})
        elif word == "token":
            good = self.headers.get("Authorization") == "Bearer CANARY-token"
            self.answer(201, {"run": run}) if good else self.answer(401, {"reason": "who are you"})
        elif word == "elsewhere":
            self.answer(307, {}, Location=rest.replace(",", ":"))
        elif word == "slow":
            time.sleep(float(rest))
            self.answer(201, {"run": run})
        elif word == "cut":
            self.wfile.write(b"HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{\"run\":")
            self.wfile.flush()
            self.connection.close()
            self.close_connection = True
        elif word == "hang-up":
            self.connection.close()
            self.close_connection = True
        elif word == "endless":
            self.send_response(200)
            self.send_header("Content-Length", str(1 << 40))
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b" " * (1 << 20))
            except OSError:
                self.close_connection = True

    do_GET = do_POST = do_PUT = serve


class Proxy(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_CONNECT(self):
        log({"method": "CONNECT", "path": self.path, "authorization": self.headers.get("Authorization"),
             "proxy-authorization": self.headers.get("Proxy-Authorization"), "server": "proxy"})
        host, port = self.path.rsplit(":", 1)
        with socket.create_connection((host, int(port))) as there:
            self.send_response(200)
            self.end_headers()
            ends = {self.connection: there, there: self.connection}
            while True:
                for end in select.select(list(ends), [], [])[0]:
                    data = end.recv(65536)
                    if not data:
                        self.close_connection = True
                        return
                    ends[end].sendall(data)

    def serve(self):
        log({"method": self.command, "path": self.path, "server": "proxy", "authorization": self.headers.get("Authorization")})
        self.send_error(502)

    do_GET = do_POST = do_PUT = serve


def listen(name, handler, certificate=None, newest=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.name = name
    server.daemon_threads = True
    server.handle_error = lambda *_: None
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if newest:
            tls.set_ciphers("ALL:@SECLEVEL=0")
            tls.minimum_version = ssl.TLSVersion.TLSv1
            tls.maximum_version = newest
        tls.load_cert_chain(os.path.join(folder, certificate + ".pem"), os.path.join(folder, certificate + ".key"))
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return "%s=%d" % (name, server.server_address[1])


ports = [
    listen("good", Collector, "good"),
    listen("second", Collector, "good"),
    listen("expired", Collector, "expired"),
    listen("stranger", Collector, "stranger"),
    listen("old", Collector, "good", ssl.TLSVersion.TLSv1_1),
    listen("plain", Collector),
    listen("proxy", Proxy),
]
with open(os.path.join(folder, "ports.new"), "w") as f:
    f.write("\n".join(ports) + "\n")
os.rename(os.path.join(folder, "ports.new"), os.path.join(folder, "ports"))
threading.Event().wait()
