package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import waypost.directory.Connector;
import waypost.directory.Searched;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.mapping.Members.Nest;
import waypost.mapping.Signpost.Roll;

/**
 * Reads whose mail a group's is: that of its members, and of the members of groups in it, each once, so groups may be in one another. A member without
 * an address, as a machine is, gets none. Blocks; any thread.
 */
record GroupReader(UserDirectory directory, Connector connector, EntryReader reader, Ticker ticker) {
    /** For all members of a group together: one that takes longer is put off, with what was asked for it. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Members with and without an address. */
    private static final int SEEN = 2 * Signpost.MOST;

    Finding read(Entry group) {
        Optional<DirectoryId> id = reader.directoryId(group);
        return id.isEmpty()
                ? new Finding.Faulty(group.getDN() + ": " + reader.noId(group))
                : new Walk(group).end(id.get());
    }

    /** One reading. */
    private final class Walk {
        private final Entry first;
        private final long begun = ticker.read();
        private final Deque<Entry> groups = new ArrayDeque<>();
        private final Set<String> seen = new HashSet<>();
        private final Set<DirectoryId> read = new HashSet<>();
        private final Set<DirectoryId> members = new HashSet<>();
        private final Set<AccountName> to = new HashSet<>();
        private Roll roll = Roll.COMPLETE;

        Walk(Entry first) {
            this.first = first;
            seen.add(normal(first.getDN()));
            groups.add(first);
        }

        Finding end(DirectoryId id) {
            while (!groups.isEmpty()) {
                Optional<Finding> failure = members(groups.remove());
                if (failure.isPresent()) {
                    return failure.get();
                }
            }
            return new Finding.Leads(new Signpost(id, read, members, roll, to, reader.map()));
        }

        /** Why that cannot be said, if it cannot. */
        private Optional<Finding> members(Entry group) {
            Membership membership = Membership.of(group, reader.names().groups());
            reader.directoryId(group).ifPresent(read::add);
            Optional<Finding> failure = membership.besides().flatMap(this::besides);
            if (failure.isEmpty()) {
                failure = searched(group);
            }
            List<String> dns = new ArrayList<>(membership.dns());
            if (failure.isEmpty()) {
                failure = rest(group, membership, dns);
            }
            for (String dn : dns) {
                if (failure.isEmpty() && seen.add(normal(dn))) {
                    failure =
                            member(ask(() -> connector.entry(dn, reader.names().requested())), dn);
                }
            }
            for (String uid : membership.uids()) {
                if (failure.isEmpty() && seen.add("uid " + uid)) {
                    Filter named =
                            Filter.createEqualityFilter(reader.names().logins().login(), uid);
                    failure = member(
                            ask(() -> connector.search(named, reader.names().requested())), named.toString());
                }
            }
            return failure;
        }

        /** The DNs that the directory shows only when it is asked for them, part after part; those who came or went meanwhile may be missing. */
        private Optional<Finding> rest(Entry group, Membership first, List<String> dns) {
            Optional<String> rest = first.rest();
            while (rest.isPresent()) {
                if (dns.size() > SEEN) {
                    return tooMany();
                }
                String asked = rest.get();
                switch (ask(() -> connector.entry(group.getDN(), asked))) {
                    case Searched.One(Entry part, var _) -> {
                        Membership further = Membership.of(part, reader.names().groups());
                        if (further.dns().isEmpty()
                                || further.rest().filter(asked::equals).isPresent()) {
                            return Optional.of(new Finding.Failed(group.getDN() + " does not show " + asked));
                        }
                        dns.addAll(further.dns());
                        rest = further.rest();
                    }
                    case Searched.Failed(String reason) -> {
                        return Optional.of(new Finding.Failed(reason));
                    }
                    case Searched.None(), Searched.Several(var _, var _) -> {
                        return Optional.of(new Finding.Failed(group.getDN() + " is not there any more"));
                    }
                }
            }
            return Optional.empty();
        }

        /** Those who say it themselves; whom the group names besides is looked at by name. */
        private Optional<Finding> searched(Entry group) {
            Nest nest = group == first ? Nest.OUTERMOST : Nest.INNER;
            Optional<Filter> who = directory
                    .members()
                    .of(group.getDN(), nest, reader.names().groups().memberOf());
            if (who.isEmpty()) {
                return Optional.empty();
            }
            return switch (ask(
                    () -> connector.pages(who.get(), SEEN, reader.names().requested()))) {
                case Searched.One(Entry entry, var _) -> found(List.of(entry));
                case Searched.Several(List<Entry> entries, var _) -> found(entries);
                case Searched.None() -> Optional.empty();
                case Searched.Failed(String reason) -> Optional.of(new Finding.Failed(reason));
            };
        }

        private Optional<Finding> found(List<Entry> entries) {
            return entries.stream()
                    .filter(entry -> seen.add(normal(entry.getDN())))
                    .flatMap(entry -> member(entry).stream())
                    .findFirst();
        }

        private Optional<Finding> besides(Filter filter) {
            return switch (ask(
                    () -> connector.search(Signpost.MOST, filter, reader.names().requested()))) {
                case Searched.One(Entry entry, var _) -> member(entry);
                case Searched.Several(List<Entry> entries, var _) when entries.size() >= Signpost.MOST -> tooMany();
                case Searched.Several(List<Entry> entries, var _) ->
                    entries.stream().flatMap(entry -> member(entry).stream()).findFirst();
                case Searched.None() -> Optional.empty();
                case Searched.Failed(String reason) -> Optional.of(new Finding.Failed(reason));
            };
        }

        private Searched ask(Supplier<Searched> question) {
            return ticker.read() - begun < PATIENCE.toNanos()
                    ? question.get()
                    : new Searched.Failed(
                            first.getDN() + ": its members take longer than " + PATIENCE.toSeconds() + " s");
        }

        private Optional<Finding> member(Searched searched, String who) {
            return switch (searched) {
                case Searched.One(Entry entry, var _) -> member(entry);
                case Searched.Several(var _, var _) -> fault("several entries are its member " + who);
                case Searched.None() -> {
                    roll = Roll.LACKING;
                    yield Optional.empty();
                }
                case Searched.Failed(String reason) -> Optional.of(new Finding.Failed(reason));
            };
        }

        private Optional<Finding> member(Entry entry) {
            if (reader.names().groups().isGroup(entry)) {
                groups.add(entry);
            } else {
                reader.address(entry).ifPresent(to::add);
                reader.directoryId(entry).ifPresent(members::add);
            }
            return to.size() > Signpost.MOST || seen.size() > SEEN ? tooMany() : Optional.empty();
        }

        private Optional<Finding> tooMany() {
            return fault("more than " + Signpost.MOST + " members");
        }

        private Optional<Finding> fault(String what) {
            return Optional.of(new Finding.Faulty(first.getDN() + ": " + what));
        }

        private static String normal(String dn) {
            try {
                return DN.normalize(dn);
            } catch (LDAPException unusual) {
                return dn.toLowerCase(Locale.ROOT);
            }
        }
    }
}
