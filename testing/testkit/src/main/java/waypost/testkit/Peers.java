package waypost.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** Real servers and clients that this process has started, and which of them a test has met. One test at a time; any thread. */
public final class Peers {
    /** By the program of each. */
    private static final Map<String, String> PROGRAMS = Map.ofEntries(
            Map.entry("slapd", "OpenLDAP"),
            Map.entry("samba", "Samba"),
            Map.entry("krb5kdc", "MIT Kerberos"),
            Map.entry("dovecot", "Dovecot"),
            Map.entry("postfix", "Postfix"),
            Map.entry("alpine", "Alpine"),
            Map.entry("curl", "curl"),
            Map.entry("fetchmail", "fetchmail"),
            Map.entry("mbsync", "mbsync"),
            Map.entry("mutt", "Mutt"),
            Map.entry("offlineimap", "OfflineIMAP"),
            Map.entry("python3", "Python"),
            Map.entry("thunderbird", "Thunderbird"));

    private static final Peers ALL = new Peers();

    private final List<Peer> there = new ArrayList<>();
    private final Set<String> met = new TreeSet<>();

    private record Peer(String name, BooleanSupplier runs) {}

    private Peers() {}

    /** A command that was begun: a program of one of them, or something that runs it, as {@code env} does. */
    public static Process started(List<String> command, Process process) {
        named(command).ifPresent(name -> running(name, process::isAlive));
        return process;
    }

    /** One that is no process of its own, or none that can be seen. */
    public static void running(String name, BooleanSupplier runs) {
        ALL.add(new Peer(name, runs));
    }

    /** The first one that is named in a command. */
    static Optional<String> named(List<String> command) {
        return command.stream()
                .flatMap(words -> Arrays.stream(words.split("\\s+")))
                .map(word -> word.substring(word.lastIndexOf('/') + 1))
                .flatMap(word -> Optional.ofNullable(PROGRAMS.get(word)).stream())
                .findFirst();
    }

    private synchronized void add(Peer peer) {
        there.add(peer);
        met.add(peer.name());
    }

    /** A test begins: whoever runs already is met by it too. */
    static void begin() {
        ALL.forget();
    }

    private synchronized void forget() {
        there.removeIf(peer -> !peer.runs().getAsBoolean());
        met.clear();
        there.forEach(peer -> met.add(peer.name()));
    }

    /** Whom it has met until now. */
    static Set<String> met() {
        return ALL.all();
    }

    private synchronized Set<String> all() {
        return Set.copyOf(met);
    }
}
