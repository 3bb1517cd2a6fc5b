#!/usr/bin/env bash
# Prints what the guard costs a log-in, right and wrong, with one thread and with two. A minute; needs no server.
set -eu
. "$(dirname "$0")/common.sh"
. "$REPOSITORY/bin/java25"

exec "$(find_java)" -XX:+UseCompactObjectHeaders -XX:+UseSerialGC -cp "$(class_path)" "$BENCH_HOME/guard/GuardBench.java"
