# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by tests that need a collector of their own, behind tap.sh: one with a
# certificate of a private authority.  Skips the whole test without openssl.
# shellcheck shell=sh
command -v openssl >/dev/null 2>&1 || { echo "1..0 # SKIP openssl is not installed"; exit 0; }
net=$scratch/net
mkdir "$net"
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
key() { openssl ecparam -genkey -name prime256v1 -noout -out "$1" 2>/dev/null; }
# authority NAME: its certificate is NAME.pem
authority() {
	key "$net/$1.key"
	openssl req -x509 -new -key "$net/$1.key" -subj "/CN=$1" -days 2 -out "$net/$1.pem" 2>/dev/null
}
authority ca
key "$net/good.key"
openssl req -new -key "$net/good.key" -subj /CN=good -out "$net/good.csr" 2>/dev/null
echo subjectAltName=DNS:localhost,IP:127.0.0.1 >"$net/ext"
openssl x509 -req -in "$net/good.csr" -CA "$net/ca.pem" -CAkey "$net/ca.key" -set_serial 7 -days 2 -extfile "$net/ext" -out "$net/good.pem" 2>/dev/null
store=sqlite:$scratch/centre.db

# Sets $server (its process) and $url; the test ends when it does not come up.
serve() {
	"$MAILACCORD" collect --store "$store" --listen 127.0.0.1:0 --tls-cert "$net/good.pem" --tls-key "$net/good.key" "$@" >"$scratch/collect" 2>&1 &
	server=$!
	port=
	tries=0
	while [ -z "$port" ] && [ $tries -lt 60 ]; do
		sleep 0.1
		port=$(sed -nE 's/.*127\.0\.0\.1:([0-9]+).*/\1/p' "$scratch/collect" | head -n 1)
		tries=$((tries + 1))
	done
	url=https://localhost:$port
	if [ -z "$port" ]; then
		sed 's/^/# /' "$scratch/collect"
		ok 1 "the collector listens"
		finish
		exit 0
	fi
}
