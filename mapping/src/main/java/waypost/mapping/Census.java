package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import waypost.directory.DirectoryPages;
import waypost.directory.FilterPattern;
import waypost.directory.Hashes;
import waypost.directory.ServerState;
import waypost.directory.TlsTrust;
import waypost.identity.AccountName;
import waypost.identity.AddressRules;
import waypost.identity.DirectoryId;

/**
 * Goes through all entries that a user map could find, and tells what is wrong with them. Keeps a hash of each address and of each id, which
 * is up to 24 octets, and the names of entries only where two of these are equal. Blocks; one thread.
 */
public final class Census implements AutoCloseable {
    /** Of what several entries share, at most this much is told. */
    private static final int MOST_SHARED = 10_000;

    /** And of each, this many entries. */
    private static final int MOST_HOLDERS = 10;

    private static final int MOST_DOMAINS = 10_000;

    private final String map;
    private final DirectoryPages pages;
    private final Filter everybody;
    private final EntryReader reader;
    private final EntryCheck check;
    private final Domains domains;
    private final Optional<FilterPattern> query;
    private final Map<String, Boolean> queried = new HashMap<>();
    private final String[] attributes;

    private Census(UserDirectory directory, UserMapSettings.Directory map, EntryReader reader, TlsTrust trust) {
        this.map = map.name();
        this.pages = new DirectoryPages(directory.settings(), trust);
        this.everybody = directory.everybody();
        this.reader = reader;
        this.domains = new Domains(map.domains().listed(), reader.rules());
        this.query = map.domains().query().map(FilterPattern::parse);
        List<AddressPlace> places = AddressPlace.of(directory);
        this.check = new EntryCheck(reader, places, map.catchAll(), this::covers);
        this.attributes = Stream.concat(
                        Stream.of(reader.names().requested()), places.stream().map(AddressPlace::attribute))
                .distinct()
                .toArray(String[]::new);
    }

    /** Connects to nothing yet. */
    public static Census of(
            MappingSettings settings,
            UserMapSettings.Directory map,
            AddressRules rules,
            TlsTrust trust,
            InstantSource instants) {
        UserDirectory directory = settings.directory(map.directory());
        return new Census(directory, map, EntryReader.of(settings, map, rules, instants), trust);
    }

    /** The servers of the directory in their order. */
    public List<ServerState> servers() {
        return pages.states();
    }

    /** The map by itself. */
    long take(Consumer<Flaw> flaws, LongConsumer progress) throws IOException {
        return take(flaws, new Clashes(1), progress);
    }

    /**
     * Reads all entries, and those that share something once more.
     *
     * @param clashes with the maps before, which it is shown
     * @param progress is told of every entry how many there were
     * @return how many entries there are of users
     * @throws IOException if no server can be asked and believed
     */
    public long take(Consumer<Flaw> flaws, Clashes clashes, LongConsumer progress) throws IOException {
        var counted = new Counted();
        clashes.begin();
        read(entry -> {
            progress.accept(++counted.read);
            if (check.noUser(entry)) {
                return;
            }
            counted.users++;
            check.flaws(entry).forEach(flaws);
            shared(entry).forEach(counted::see);
            reader.directoryId(entry).ifPresent(id -> covered(entry).forEach(address -> clashes.see(address, id)));
        });
        if (!counted.twice.isEmpty()) {
            holders(counted.twice).forEach((name, entries) -> {
                if (entries.size() > 1) {
                    flaws.accept(name.flaw(entries));
                }
            });
        }
        return counted.users;
    }

    /** Reads all entries once more, and shows the holders of contested addresses. */
    public void show(Clashes clashes) throws IOException {
        read(entry -> {
            if (!check.noUser(entry)) {
                reader.directoryId(entry)
                        .ifPresent(id -> covered(entry)
                                .filter(clashes::contested)
                                .forEach(address -> clashes.holds(address, map, entry, id)));
            }
        });
    }

    /** The addresses for which the map is asked. */
    private Stream<String> covered(Entry entry) {
        return check.found(entry).stream().filter(address -> covers(address.substring(address.lastIndexOf('@') + 1)));
    }

    private static final class Counted {
        private final Hashes once = new Hashes();
        private final Hashes twice = new Hashes();
        private long read;
        private long users;

        void see(Shared name) {
            long hash = name.hash();
            if (!once.add(hash)) {
                twice.add(hash);
            }
        }
    }

    /** An address or an id, of which there should be one entry. */
    private record Shared(Flaw.Kind kind, String name) implements Comparable<Shared> {
        long hash() {
            return Hashes.of(kind.ordinal() + name);
        }

        Flaw flaw(List<String> entries) {
            return new Flaw(kind, name, String.join(" and ", entries));
        }

        @Override
        public int compareTo(Shared other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : name.compareTo(other.name);
        }
    }

    private Stream<Shared> shared(Entry entry) {
        Stream<Shared> ids = reader.directoryId(entry).map(DirectoryId::value).stream()
                .map(id -> new Shared(Flaw.Kind.SHARED_ID, id));
        Set<String> addresses = check.found(entry);
        return Stream.concat(addresses.stream().map(address -> new Shared(Flaw.Kind.SHARED_ADDRESS, address)), ids);
    }

    /** The second reading: who has what seems to be there twice, told exactly. */
    private Map<Shared, List<String>> holders(Hashes wanted) throws IOException {
        Map<Shared, List<String>> holders = new TreeMap<>();
        read(entry -> {
            if (!check.noUser(entry)) {
                shared(entry)
                        .filter(name -> wanted.contains(name.hash()))
                        .filter(name -> holders.containsKey(name) || holders.size() < MOST_SHARED)
                        .map(name -> holders.computeIfAbsent(name, _ -> new ArrayList<>()))
                        .filter(entries -> entries.size() < MOST_HOLDERS)
                        .forEach(entries -> entries.add(entry.getDN()));
            }
        });
        return holders;
    }

    private void read(Consumer<Entry> each) throws IOException {
        try {
            pages.read(everybody, attributes, each);
        } catch (UncheckedIOException ofADomain) {
            throw new IOException(ofADomain.getMessage(), ofADomain);
        }
    }

    private boolean covers(String domain) {
        if (query.isEmpty() || domains.names().contains(domain)) {
            return domains.lists(domain);
        }
        Boolean known = queried.get(domain);
        if (known != null) {
            return known;
        }
        if (queried.size() == MOST_DOMAINS) {
            queried.clear();
        }
        try {
            boolean has = pages.any(query.get().fill(new AccountName("", domain)));
            queried.put(domain, has);
            return has;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        pages.close();
    }
}
