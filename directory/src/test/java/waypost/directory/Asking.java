package waypost.directory;

import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPInterface;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/** What comes of asking a directory, past those who would ask it. */
public final class Asking {
    private Asking() {}

    /** What follows from its first server's not answering anything at all; empty if it does. */
    public static Optional<Verdict> fault(DirectorySettings directory, TlsTrust trust) {
        return failure(directory, trust).map(failure -> Verdict.of(failure, Asked.SEARCH));
    }

    public static Optional<LDAPException> failure(DirectorySettings directory, TlsTrust trust) {
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

    /** What is declared to follow where a question ends with this result. */
    public static Verdict declared(ResultCode code, Asked what) {
        return Results.of(code, what);
    }

    /** The connector of a directory, whose alarms are heard: each as its subject and its fault. */
    public static Connector connector(DirectorySettings directory, Ticker ticker, List<String> alarms)
            throws GeneralSecurityException {
        var heard = new Alarms(ticker, (subject, fault) -> alarms.add(subject + ": " + fault));
        return new Connector(directory, InMemoryDirectory.trust(), ticker, heard, new MetricRegistry());
    }

    /** What the directory tells, from now on. */
    public static ChangeFeed feed(DirectorySettings directory, ChangeFeed.Changes changes) {
        return directory.kind().feed(directory, changes, new NewestState(Ticker.systemTicker()), Optional.empty());
    }

    /** How many changes a domain controller has counted. */
    public static long number(LDAPInterface controller) throws LDAPException {
        return ControllerNumber.of(controller).orElseThrow().number();
    }
}
