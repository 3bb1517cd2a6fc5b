package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.identity.AccountName;

/**
 * Aliases of one directory: addresses of entries besides the primary one, and entries of their own for those whose target the directory does not have. Blocks, as
 * {@link DirectoryAdministration} does.
 */
public final class AliasAdministration {
    private final DirectoryOrders orders;
    private final EntryForm form;

    AliasAdministration(DirectoryOrders orders, EntryForm form) {
        this.orders = orders;
        this.form = form;
    }

    /** @param target address; of a further address of an entry its primary one */
    public record Listing(String address, String target) {}

    /** @param address as {@code @example.net} all that is left over in the domain */
    public Change add(String address, String target) throws IOException {
        Optional<AccountName> name = orders.any(address);
        Optional<AccountName> whose = orders.name(target);
        if (name.isEmpty() || whose.isEmpty()) {
            return DirectoryOrders.notAnAddress(name.isEmpty() ? address : target);
        }
        return orders.give(() -> orders.taken(name.get()) ? new Change.Exists() : add(name.get(), whose.get()));
    }

    private Change add(AccountName name, AccountName target) throws LDAPException {
        List<SearchResultEntry> entries = orders.entries(target);
        return switch (entries.size()) {
            case 0 -> orders.add(form.alias(name, target));
            case 1 -> {
                Entry entry = entries.getFirst();
                yield orders.modify(entry, form.address(entry, ModificationType.ADD, name.toString()));
            }
            default -> new Change.Declined("several entries have the address " + target);
        };
    }

    /** The primary address of an entry stays: it goes with the entry. */
    public Change delete(String address) throws IOException {
        Optional<AccountName> named = orders.any(address);
        return named.isPresent() ? delete(named.get()) : DirectoryOrders.notAnAddress(address);
    }

    private Change delete(AccountName name) throws IOException {
        return orders.on(name, _ -> true, entry -> {
            List<String> further = further(entry);
            if (isAlias(entry) && further.size() <= 1) {
                return orders.delete(entry);
            }
            return orders.reader().address(entry).filter(name::equals).isPresent()
                    ? new Change.Declined("that is the primary address of " + entry.getDN())
                    : orders.modify(entry, form.address(entry, ModificationType.DELETE, name.toString()));
        });
    }

    private boolean isAlias(Entry entry) {
        return !orders.reader().isAccount(entry)
                && !orders.reader().names().groups().isGroup(entry);
    }

    private List<String> further(Entry entry) {
        EntryReader reader = orders.reader();
        return reader.layout().further(entry, reader.names()).sorted().toList();
    }

    /** All of them, in the order of the directory. */
    public List<Listing> all() throws IOException {
        Optional<Filter> own = form.aliases();
        List<SearchResultEntry> aliases = own.isEmpty() ? List.of() : orders.all(own.get());
        Filter others = Filter.createORFilter(form.users(), form.groups());
        return Stream.concat(
                        aliases.stream().filter(this::isAlias).flatMap(this::targets),
                        orders.all(others).stream().flatMap(this::addresses))
                .toList();
    }

    private Stream<Listing> targets(Entry alias) {
        EntryReader reader = orders.reader();
        List<String> to = reader.read(alias) instanceof Finding.Leads(Signpost signpost)
                ? signpost.to().stream().map(AccountName::toString).sorted().toList()
                : List.of();
        return further(alias).stream().map(address -> new Listing(address, String.join(" ", to)));
    }

    private Stream<Listing> addresses(Entry entry) {
        String primary =
                orders.reader().address(entry).map(AccountName::toString).orElse("");
        return further(entry).stream()
                .filter(address -> !address.equalsIgnoreCase(primary))
                .map(address -> new Listing(address, primary));
    }
}
