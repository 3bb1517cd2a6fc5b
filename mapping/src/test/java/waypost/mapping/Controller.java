package waypost.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import waypost.directory.DirectoryKind;
import waypost.directory.DirectorySettings;
import waypost.directory.ObjectGuid;
import waypost.identity.Secret;

/** One of several in a domain, which has what it is told, and counts it: a hundred things before a test begins. */
final class Controller extends InMemoryOperationInterceptor implements AutoCloseable {
    static final Secret SECRET = new Secret("secret");

    final Fixture fixture;
    final AtomicLong number = new AtomicLong(100);
    private final String name;

    Controller(int place) throws Exception {
        name = "cn=dc" + place + ",dc=waypost";
        fixture = new Fixture(config -> config.addInMemoryOperationInterceptor(this));
    }

    @Override
    public void processSearchEntry(InMemoryInterceptedSearchEntry shown) {
        Entry entry = Objects.requireNonNull(shown.getSearchEntry()).duplicate();
        if (entry.getDN().isEmpty()) {
            entry.setAttribute("dsServiceName", name);
            entry.setAttribute("defaultNamingContext", "dc=waypost");
            entry.setAttribute("highestCommittedUSN", number.toString());
            shown.setSearchEntry(entry);
        }
    }

    URI uri() {
        return fixture.directory().uris().getFirst();
    }

    static String dn(String user) {
        return "cn=" + user + ",dc=waypost";
    }

    static String id(String user) {
        return UUID.nameUUIDFromBytes(user.getBytes(UTF_8)).toString();
    }

    /** The same entry wherever it is. */
    void has(String user) throws Exception {
        var entry = new Entry(
                "dn: " + dn(user),
                "objectClass: user",
                "objectCategory: person",
                "sAMAccountName: n" + user,
                "mail: " + user + "@example.net",
                "mailHost: store1",
                "userPassword: " + SECRET.value());
        entry.addAttribute("objectGUID", ObjectGuid.octets(id(user)));
        entry.addAttribute("uSNChanged", Long.toString(number.get() + 1));
        fixture.server.add(entry);
        number.incrementAndGet();
    }

    void moves(String user, String host) throws Exception {
        fixture.server.modify(
                dn(user),
                List.of(
                        new Modification(ModificationType.REPLACE, "mailHost", host),
                        new Modification(ModificationType.REPLACE, "uSNChanged", Long.toString(number.get() + 1))));
        number.incrementAndGet();
    }

    /** The settings of the domain that these are of. */
    static DirectorySettings domain(DirectoryKind kind, DirectorySettings.Spread spread, Controller... those) {
        return new Varied(those[0].fixture.directory())
                .of(kind)
                .at(List.of(those).stream().map(one -> one.uri().toString()).toArray(String[]::new))
                .spread(spread)
                .settings();
    }

    @Override
    public void close() {
        fixture.close();
    }
}
