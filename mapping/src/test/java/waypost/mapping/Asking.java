package waypost.mapping;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.Optional;

/** What comes of asking the first server of a directory anything at all. */
final class Asking {
    private Asking() {}

    /** What follows from its not answering; empty if it does. */
    static Optional<Verdict> fault(DirectorySettings directory, TlsTrust trust) {
        return failure(directory, trust).map(failure -> Verdict.of(failure, Asked.SEARCH));
    }

    static Optional<LDAPException> failure(DirectorySettings directory, TlsTrust trust) {
        try (var server = new DirectoryServer(
                new DirectoryPools(directory, trust),
                directory.uris().getFirst(),
                directory.timeout(),
                _ -> Optional.empty(),
                System::nanoTime)) {
            server.search(new SearchRequest(directory.base(), SearchScope.BASE, "(objectClass=*)", "1.1"));
            return Optional.empty();
        } catch (LDAPException failure) {
            return Optional.of(failure);
        }
    }
}
