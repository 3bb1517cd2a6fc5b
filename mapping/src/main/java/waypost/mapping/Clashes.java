package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import waypost.directory.Hashes;
import waypost.identity.DirectoryId;

/**
 * Addresses of which several user maps have an entry, each another one: the map that is asked first hides the others. Is shown the entries of all maps, one map
 * after another, then those of {@link #contested} addresses once more. Keeps two hashes of each address, but for the last map. One thread.
 */
public final class Clashes {
    /** At most so many addresses are told. */
    private static final int MOST = 10_000;

    private final int last;
    private final List<Seen> maps = new ArrayList<>();
    private final Hashes contested = new Hashes();
    private final Map<String, Set<Holder>> holders = new TreeMap<>();

    /** What a map has: addresses, and addresses with the ids of their entries. */
    private record Seen(Hashes addresses, Hashes entries) {}

    private record Holder(String map, String dn, String id) {}

    /** @param maps how many it is shown */
    public Clashes(int maps) {
        this.last = maps;
    }

    /** Another map, to which the entries belong that are shown from now on. */
    void begin() {
        maps.add(new Seen(new Hashes(), new Hashes()));
    }

    void see(String address, DirectoryId id) {
        long hash = Hashes.of(address);
        long entry = Hashes.of(address + " " + id.value());
        for (Seen before : maps.subList(0, maps.size() - 1)) {
            if (before.addresses().contains(hash) && !before.entries().contains(entry)) {
                contested.add(hash);
            }
        }
        if (maps.size() < last) {
            maps.getLast().addresses().add(hash);
            maps.getLast().entries().add(entry);
        }
    }

    /** Whether there seem to be any. */
    public boolean any() {
        return !contested.isEmpty();
    }

    boolean contested(String address) {
        return contested.contains(Hashes.of(address));
    }

    /** Shown once more. */
    void holds(String address, String map, Entry entry, DirectoryId id) {
        if (holders.containsKey(address) || holders.size() < MOST) {
            holders.computeIfAbsent(address, _ -> new LinkedHashSet<>())
                    .add(new Holder(map, entry.getDN(), id.value()));
        }
    }

    /** In the order of the addresses, the entry that is found before those that are hidden. */
    public void tell(Consumer<Flaw> flaws) {
        holders.forEach((address, entries) -> {
            boolean several = entries.stream().map(Holder::map).distinct().count() > 1
                    && entries.stream().map(Holder::id).distinct().count() > 1;
            if (several) {
                List<String> words = entries.stream()
                        .map(entry -> entry.dn() + " (map " + entry.map() + ")")
                        .toList();
                flaws.accept(new Flaw(Flaw.Kind.HIDDEN, address, String.join(", then ", words)));
            }
        });
    }
}
