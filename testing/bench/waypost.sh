#!/bin/bash
# Starts and stops Waypost for the harness: a node with both roles on 31xxx, front ends of the harness's store on 32xxx and, with users in LDAP, on 33xxx.
# usage: waypost.sh start | growth | stop; growth starts the first with four volumes, by itself
set -euo pipefail
. "$(dirname "$0")/common.sh"
root=$(cd "$BENCH_HOME/../.." && pwd)

start() { # name, configuration, port to wait for
    (cd "$root" && exec bin/waypost run --config "conf-examples/$2") >>"$BENCH_DATA/$1.log" 2>&1 &
    echo $! >"$(pid_file "$1")"
    wait_for_port "$3"
}

case ${1:-} in
start)
    mkdir -p "$BENCH_DATA/run"
    "$root/bin/waypost" --version # builds what is not built yet
    start waypost bench-store.yaml 31143
    start waypost-proxy bench-proxy.yaml 32143
    start waypost-ldap-proxy bench-ldap-proxy.yaml 33143
    ;;
growth)
    mkdir -p "$BENCH_DATA/run"
    "$root/bin/waypost" --version
    start waypost bench-growth.yaml 31143
    ;;
stop)
    for name in waypost waypost-proxy waypost-ldap-proxy; do
        if [ -e "$(pid_file "$name")" ]; then
            kill "$(cat "$(pid_file "$name")")" || true
            rm -f "$(pid_file "$name")"
        fi
    done
    ;;
*)
    sed -n '2,3s/^# //p' "$0"
    exit 2
    ;;
esac
