package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.AddressRules;

/** Is shown all entries, and counts those that have addresses in a domain. One thread. */
final class DomainUsers implements Consumer<Entry> {
    /** As many addresses as are named. */
    static final int SOME = 5;

    private static final String POSTMASTER = "postmaster";

    private final String domain;
    private final List<AddressPlace> places;
    private final AddressRules rules;
    private final EntryReader reader;
    private final TreeSet<String> some = new TreeSet<>();
    private int users;
    private int groups;
    private int aliases;
    private Optional<String> postmaster = Optional.empty();
    private Optional<String> rest = Optional.empty();

    DomainUsers(String domain, List<AddressPlace> places, AddressRules rules, EntryReader reader) {
        this.domain = domain;
        this.places = places;
        this.rules = rules;
        this.reader = reader;
    }

    @Override
    public void accept(Entry entry) {
        List<AccountName> names = places.stream()
                .flatMap(place -> place.names(entry))
                .flatMap(this::here)
                .distinct()
                .toList();
        if (names.isEmpty()) {
            return;
        }
        count(entry);
        for (AccountName name : names) {
            if (name.local().isEmpty()) {
                rest = whose(entry);
            } else if (name.local().equals(POSTMASTER)) {
                postmaster = whose(entry);
            }
            some.add(name.toString());
            if (some.size() > SOME) {
                some.pollLast();
            }
        }
    }

    /** The name, if it is of the domain; of what is left over there it has no local part. */
    private Stream<AccountName> here(String written) {
        if (written.startsWith("@")) {
            return rules
                    .domain(written.substring(1))
                    .filter(domain::equals)
                    .map(_ -> new AccountName("", domain))
                    .stream();
        }
        return rules.parse(written) instanceof Address.Parsed(AccountName name, var _, var _)
                        && name.domain().equals(domain)
                ? Stream.of(name)
                : Stream.empty();
    }

    private void count(Entry entry) {
        if (reader.names().groups().isGroup(entry)) {
            groups++;
        } else if (reader.isAccount(entry)) {
            users++;
        } else {
            aliases++;
        }
    }

    private Optional<String> whose(Entry entry) {
        return Optional.of(reader.address(entry).map(AccountName::toString).orElseGet(entry::getDN));
    }

    /** @param entry of the domain itself */
    DomainUse use(Optional<String> entry) {
        return new DomainUse(domain, entry, users, groups, aliases, List.copyOf(some), postmaster, rest);
    }
}
