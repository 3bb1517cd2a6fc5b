package waypost.system;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;

/** The embedded directory as its administrator sees it, by LDAP. */
record Directory(LDAPConnection ldap) implements AutoCloseable {
    private static final String BASE = "dc=waypost";

    static Directory open(Site site) throws IOException, LDAPException {
        String secret = Files.readString(site.folder().resolve("directory/admin.secret"))
                .strip();
        return new Directory(new LDAPConnection("127.0.0.1", site.ldap(), "cn=admin," + BASE, secret));
    }

    /** @param hosts none removes it */
    void mailHost(String user, String... hosts) throws LDAPException {
        Filter filter = Filter.createEqualityFilter("mail", user + "@example.test");
        SearchResultEntry entry = ldap.searchForEntry(BASE, SearchScope.SUB, filter, "1.1");
        ldap.modify(
                Objects.requireNonNull(entry).getDN(), new Modification(ModificationType.REPLACE, "mailHost", hosts));
    }

    @Override
    public void close() {
        ldap.close();
    }
}
