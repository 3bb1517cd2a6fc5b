#!/bin/bash
# Has each JVM among these processes collect its garbage, so that what is measured then is what it needs. Others it leaves alone.
# usage: collect.sh PID...
set -euo pipefail
for pid in "$@"; do
    program=$(readlink -f "/proc/$pid/exe")
    [[ $program == */bin/java ]] || continue
    for _ in 1 2; do # what the first finds unreachable may hold more until its cleaners have run
        "${program%/java}/jcmd" "$pid" GC.run >/dev/null
    done
done
