#!/bin/bash
# How a node grows: SELECT and changes of flags in folders of 1,000 to 1,000,000 messages, then 100,000 accounts over four volumes.
# usage: growth.sh [ACCOUNTS [MESSAGES...]]
set -euo pipefail
. "$(dirname "$0")/common.sh"
cd "$BENCH_HOME"
export BENCH_DATA
accounts=${1:-100000}
shift || true
sizes=("${@:-1000 10000 100000 1000000}")
lmtp=(--lmtp --auth "$(printf '\0bench-fe\0bench-fe' | base64)" --port 31024 --connections 16 --scale 0.01 --warmup 0)
trap './waypost.sh stop' EXIT

run() { # arguments of mailbench
    ./mailbench "$@" --label growth --server "store=$(cat "$(pid_file waypost)")"
}

memory() {
    local pid
    pid=$(cat "$(pid_file waypost)")
    ./collect.sh "$pid"
    awk '/^(Pss|Pss_Anon):/ { print $1, $2, $3 }' "/proc/$pid/smaps_rollup"
}

# The first search of an account reads all, and has its search index begun; those after it are quick when that has caught up.
searches() { # user, messages
    local began took=0
    began=$(date +%s)
    for time in $(seq 900); do
        took=$(run imap-search --port 31143 --connections 1 --first-user "$1" --users 1 --operations 1 | awk '$1 == "search-body" {print $4}')
        [ "$time" -gt 1 ] || echo "first search: $took us"
        [ "$took" -gt $(($2 * 2 + 50000)) ] || break
        sleep 1
    done
    echo "search index has caught up after $(($(date +%s) - began)) s; last search: $took us"
}

rm -rf /tmp/waypost-bench/growth
./waypost.sh growth
run smtp-deliver "${lmtp[@]}" --first-user 8001 --users 200 --messages 1000 --operations 60000 # warms the JVM
user=9001
# shellcheck disable=SC2068
for size in ${sizes[@]}; do
    echo "== folder of $size"
    run smtp-deliver "${lmtp[@]}" --first-user $user --users 1 --messages 1000 --operations "$size"
    run imap-login --select --port 31143 --connections 1 --first-user $user --users 1 --operations 50
    searches $user "$size"
    run imap-mixed --port 31143 --connections 1 --first-user $user --users 1 --messages "$size" --scale 0.01 --seconds 10
    user=$((user + 1))
done
memory
echo "== $accounts accounts"
run smtp-deliver "${lmtp[@]}" --first-user 10001 --users "$accounts" --messages 1000 --operations "$accounts"
memory
run imap-login --select --port 31143 --connections 16 --first-user 10001 --users "$accounts" --seconds 10
./waypost.sh stop
while [ -d "/proc/$(pgrep -f bench-growth.yaml || echo none)" ]; do sleep 0.2; done
echo "== started again"
began=$(date +%s%N)
./waypost.sh growth
echo "port open after $((($(date +%s%N) - began) / 1000000)) ms"
memory
run imap-login --select --port 31143 --connections 16 --first-user 10001 --users "$accounts" --seconds 10
du -sh /tmp/waypost-bench/growth/v*/*
