#!/usr/bin/env bash
# Measures what a directory of a million entries costs a front end.
#
#   directory.sh load       generates the entries and loads them into a slapd of its own (mdb, slapadd -q); again: keeps what is there
#   directory.sh measure    measures, and prints a table; slapd is started for it, and killed in between
#   directory.sh fellow     starts a front end, and then another one that begins with the copy of the first; prints what both log of it
#   directory.sh remove     removes all of it
#
# Everything is below $DIRECTORY_DATA and listens on 127.0.0.1. ENTRIES, default 1000000; LOOKUPS, default 200000.
set -eu
. "$(dirname "$0")/common.sh"
. "$REPOSITORY/bin/java25"

DIRECTORY_DATA=${DIRECTORY_DATA:-/tmp/bench-directory}
ENTRIES=${ENTRIES:-1000000}
LOOKUPS=${LOOKUPS:-200000}
HEAP=${HEAP:-2g}
PORT=28390

configure() {
    mkdir -p "$DIRECTORY_DATA/db"
    cat > "$DIRECTORY_DATA/slapd.conf" <<END
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include /etc/ldap/schema/misc.schema
include $REPOSITORY/ldap-schema/waypost.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload syncprov
pidfile $DIRECTORY_DATA/slapd.pid
sizelimit unlimited
database mdb
suffix dc=bench
rootdn cn=admin,dc=bench
rootpw bench
directory $DIRECTORY_DATA/db
maxsize 17179869184
index objectClass,entryUUID,entryCSN,mail,mailLocalAddress eq
overlay syncprov
${SESSIONLOG:+syncprov-sessionlog $SESSIONLOG}
END
}

load() {
    configure
    if [ -e "$DIRECTORY_DATA/db/loaded" ]; then
        return
    fi
    awk -v n="$ENTRIES" 'BEGIN {
        print "dn: dc=bench\nobjectClass: domain\ndc: bench\n"
        for (i = 0; i < n; i++) {
            domain = "customer" i % 500 ".example.net"
            print "dn: uid=u" i ",dc=bench\nobjectClass: inetOrgPerson\nobjectClass: inetLocalMailRecipient\nobjectClass: waypostAccount"
            print "uid: u" i "\ncn: Firstname Lastname" i "\nsn: Lastname" i "\nmail: firstname.lastname" i "@" domain
            print "mailLocalAddress: f.lastname" i "@" domain "\nmailHost: store" i % 12 "\nwaypostQuota: 5368709120\nuserPassword: secret\n"
        }
    }' | slapadd -q -f "$DIRECTORY_DATA/slapd.conf"
    touch "$DIRECTORY_DATA/db/loaded"
}

run_slapd() {
    slapd -h "ldap://127.0.0.1:$PORT" -f "$DIRECTORY_DATA/slapd.conf"
    wait_for_port "$PORT"
}

stop_slapd() {
    [ -e "$DIRECTORY_DATA/slapd.pid" ] || return 0
    local pid
    pid=$(cat "$DIRECTORY_DATA/slapd.pid")
    kill "$1" "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    rm -f "$DIRECTORY_DATA/slapd.pid"
}

# Becomes the process, so that whoever starts it apart knows its number.
run_java() {
    exec "$(find_java)" -Xmx"$HEAP" -XX:+UseCompactObjectHeaders -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$(class_path)" "$@"
}

bench() { (run_java "$BENCH_HOME/directory/DirectoryBench.java" "$@"); }

measure() {
    configure
    rm -rf "$DIRECTORY_DATA/copies" "$DIRECTORY_DATA/routes"
    mkdir -p "$DIRECTORY_DATA/copies"
    echo "load average $(cut -d ' ' -f 1-3 /proc/loadavg), $ENTRIES entries, heap $HEAP"
    local common=("$PORT" "$DIRECTORY_DATA" "$LOOKUPS" "$ENTRIES")
    stop_slapd -TERM
    run_slapd
    bench used "${common[@]}"
    bench cold "${common[@]}"
    bench warm "${common[@]}"
    stop_slapd -KILL
    bench outage "${common[@]}"
    echo "load average $(cut -d ' ' -f 1-3 /proc/loadavg)"
}

# $1: 1 or 2
front_end() {
    cat > "$DIRECTORY_DATA/fe$1.yaml" <<END
node: {name: fe$1, roles: [proxy], data: "$DIRECTORY_DATA/fe$1", hostname: localhost}
nodes:
  - {name: fe1, roles: [proxy], link: "127.0.0.1:28391"}
  - {name: fe2, roles: [proxy], link: "127.0.0.1:28392"}
$(for store in $(seq 0 11); do echo "  - {name: store$store, imap: \"127.0.0.1:28380\", login: password, tls: none}"; done)
trusted-peers:
  - {name: fe1, networks: [127.0.0.0/8]}
  - {name: fe2, networks: [127.0.0.0/8]}
services:
  link: {listeners: [{address: "127.0.0.1:2839$1", tls: implicit, internal: true}]}
  smtp: {listeners: [{address: "127.0.0.1:2838$1"}]}
tls:
  trust: "$DIRECTORY_DATA/certificates/ca.pem"
  node: {certificate: "$DIRECTORY_DATA/certificates/fe$1.pem", key: "$DIRECTORY_DATA/certificates/fe$1.pem"}
cache: {copy: all}
directories:
  - {name: main, uris: ["ldap://127.0.0.1:$PORT"], base: dc=bench, bind: {dn: "cn=admin,dc=bench", password: bench}}
user-maps: [{name: users, type: ldap-bind, directory: main}]
log: {level: info}
END
}

# $1: 1 or 2; $2: the event to wait for
start_front_end() {
    run_java waypost.app.Main run --config "$DIRECTORY_DATA/fe$1.yaml" > "$DIRECTORY_DATA/fe$1.log" 2>&1 &
    started="$started $!"
    last=$!
    while ! grep -q "event=$2 " "$DIRECTORY_DATA/fe$1.log"; do
        kill -0 "$last" 2> /dev/null || { cat "$DIRECTORY_DATA/fe$1.log"; exit 1; }
        sleep 0.05
    done
    grep -E "event=copy-(read|taken) " "$DIRECTORY_DATA/fe$1.log"
}

# Clock ticks of processor time of a process.
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

fellow() {
    configure
    rm -rf "$DIRECTORY_DATA"/fe1* "$DIRECTORY_DATA"/fe2* "$DIRECTORY_DATA/certificates"
    echo "load average $(cut -d ' ' -f 1-3 /proc/loadavg), $ENTRIES entries, heap $HEAP"
    stop_slapd -TERM
    run_slapd
    for end in 1 2; do
        front_end "$end"
        (run_java waypost.app.Main cert issue --config "$DIRECTORY_DATA/fe1.yaml" --out "$DIRECTORY_DATA/certificates" "fe$end") > /dev/null
    done
    start_front_end 1 copy-read
    local first=$last before
    before=$(ticks "$first")
    start_front_end 2 copy-taken
    echo "processor time, in ticks of 1/$(getconf CLK_TCK) s: of who gives (writing its file included) $(($(ticks "$first") - before)), of who takes, with its start: $(ticks "$last")"
    echo "load average $(cut -d ' ' -f 1-3 /proc/loadavg)"
}

started=
stop_all() {
    for pid in $started; do kill "$pid" 2> /dev/null && wait "$pid" || true; done
    stop_slapd -TERM
}

case "${1:-}" in
    load) load ;;
    fellow) trap stop_all EXIT; fellow ;;
    measure) trap 'stop_slapd -TERM' EXIT; measure ;;
    remove) stop_slapd -TERM; rm -rf "$DIRECTORY_DATA" ;;
    *) sed -n '2,10p' "$0"; exit 2 ;;
esac
