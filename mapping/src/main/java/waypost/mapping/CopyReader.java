package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import waypost.directory.FilterPattern;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.DirectoryId;

/** Reads entries for a copy: what a map would find in them, and by which names it would find them. */
final class CopyReader {
    /** A domain that nobody has. */
    private static final String NOWHERE = "@local.invalid";

    private final EntryReader reader;
    private final EntryCheck check;
    private final List<AddressPlace> loginPlaces;
    private final List<AddressPlace> loginAddressPlaces;
    private final String[] attributes;

    CopyReader(UserDirectory directory, UserMapSettings.CatchAll catchAll, EntryReader reader) {
        this.reader = reader;
        List<AddressPlace> places = AddressPlace.of(directory);
        this.check = new EntryCheck(reader, places, catchAll, _ -> true);
        Optional<FilterPattern> login = directory.loginFilter().map(FilterPattern::parse);
        this.loginPlaces = login.map(pattern -> AddressPlace.of(pattern, "%n")).orElse(List.of());
        this.loginAddressPlaces =
                login.map(pattern -> AddressPlace.of(pattern, "%e")).orElse(List.of());
        this.attributes = Stream.of(
                        Stream.of(reader.names().requested()),
                        Stream.of(places, loginPlaces, loginAddressPlaces)
                                .flatMap(List::stream)
                                .map(AddressPlace::attribute))
                .flatMap(names -> names)
                .distinct()
                .toArray(String[]::new);
    }

    /** To be asked for. */
    String[] attributes() {
        return attributes;
    }

    Optional<DirectoryId> id(Entry entry) {
        return reader.directoryId(entry);
    }

    /** What finds the entry of an id. */
    Optional<Filter> filter(DirectoryId id) {
        return reader.filter(id);
    }

    /** Empty if it is no user's, or has no id by which it could be found again. */
    Optional<CopyEntry> read(Entry entry) {
        Optional<DirectoryId> id = reader.directoryId(entry);
        Set<CopyName> names = CopyName.union(CopyName.addresses(check.found(entry)), logins(entry));
        if (id.isEmpty() || names.isEmpty()) {
            return Optional.empty();
        }
        Optional<Account> account =
                reader.isAccount(entry) && reader.read(entry) instanceof Finding.Found(Account found)
                        ? Optional.of(found)
                        : Optional.empty();
        return Optional.of(new CopyEntry(id.get(), names, account));
    }

    private Stream<CopyName> logins(Entry entry) {
        Stream<CopyName> locals = loginPlaces.stream()
                .flatMap(place -> place.names(entry))
                .flatMap(written ->
                        canonical(written + NOWHERE).filter(name -> EntryCheck.findable(written, name.local())))
                .map(name -> CopyName.login(name.local(), ""));
        Stream<CopyName> addresses = loginAddressPlaces.stream()
                .flatMap(place -> place.names(entry))
                .flatMap(this::canonical)
                .map(name -> CopyName.login(name.local(), name.domain()));
        return Stream.concat(locals, addresses);
    }

    private Stream<AccountName> canonical(String written) {
        return reader.rules().parse(written) instanceof Address.Parsed(AccountName name, var _, var _)
                ? Stream.of(name)
                : Stream.empty();
    }
}
