package waypost.directory;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPInterface;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All entries of a directory that a filter finds, read page by page (RFC 2696). Blocks; one thread. */
public final class DirectoryPages implements AutoCloseable {
    /** To find the first page, a server without an index looks at everything. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Filter ANYTHING = Filter.createPresenceFilter("objectClass");

    private final DirectorySettings settings;
    private final List<LDAPConnectionPool> servers = new ArrayList<>();
    private final Doubt doubt;

    /** Why a server that shows all that it must is not believed nevertheless. */
    interface Doubt {
        Optional<String> about(URI uri, LDAPInterface server) throws LDAPException;
    }

    /** With connections of its own; connects when something is asked. */
    public DirectoryPages(DirectorySettings settings, TlsTrust trust) {
        this(settings, new DirectoryPools(settings, trust), (_, _) -> Optional.empty());
    }

    DirectoryPages(DirectorySettings settings, DirectoryPools pools, Doubt doubt) {
        this.settings = settings;
        this.doubt = doubt;
        settings.uris().forEach(uri -> servers.add(pools.searches(uri)));
    }

    /** What each server is good for, in the configured order. */
    public List<ServerState> states() {
        List<ServerState> states = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            states.add(new ServerState(settings.uris().get(i), fault(i)));
        }
        return states;
    }

    /** Why a server's "no" would not be believed, if it would not. */
    private Optional<String> fault(int place) {
        LDAPConnectionPool server = servers.get(place);
        try {
            if (!shows(server, settings.base())) {
                return Optional.of("does not show the base " + settings.base());
            }
            Optional<String> canary = settings.canary();
            return canary.isEmpty() || shows(server, canary.get())
                    ? doubt.about(settings.uris().get(place), server)
                    : canary.map(dn -> "does not show the canary " + dn);
        } catch (LDAPException failed) {
            return Optional.of("does not answer: " + Reason.of(failed));
        }
    }

    private boolean shows(LDAPConnectionPool server, String dn) throws LDAPException {
        var request = new SearchRequest(dn, SearchScope.BASE, ANYTHING, SearchRequest.NO_ATTRIBUTES);
        request.setControls(settings.kind().searchControls());
        try {
            return server.search(request).getEntryCount() > 0;
        } catch (LDAPSearchException absent) {
            if (absent.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                return false;
            }
            throw absent;
        }
    }

    /** Whether any entry is found. */
    public boolean any(Filter filter) throws IOException {
        try {
            var request = new SearchRequest(settings.base(), SearchScope.SUB, filter, SearchRequest.NO_ATTRIBUTES);
            request.setControls(settings.kind().searchControls());
            request.setSizeLimit(1);
            return good().search(request).getEntryCount() > 0;
        } catch (LDAPSearchException refused) {
            if (refused.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                return true;
            }
            throw new IOException(Reason.of(refused), refused);
        }
    }

    private LDAPConnectionPool good() throws IOException {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            Optional<String> fault = fault(i);
            if (fault.isEmpty()) {
                return servers.get(i);
            }
            faults.add(settings.uris().get(i) + " " + fault.get());
        }
        throw new IOException(String.join("; ", faults));
    }

    /**
     * Gives each entry that the filter finds to the reader.
     *
     * @throws IOException if no server answers and shows the base and the canary, or it does not show all
     */
    public void read(Filter filter, String[] attributes, Consumer<Entry> reader) throws IOException {
        LDAPConnectionPool server = good();
        try {
            LDAPConnection connection = server.getConnection();
            try {
                pages(connection, filter, attributes, reader);
            } finally {
                server.releaseConnection(connection);
            }
        } catch (LDAPException refused) {
            throw new IOException(Reason.of(refused) + limit(refused.getResultCode()), refused);
        }
    }

    private static String limit(ResultCode code) {
        boolean cut = code.equals(ResultCode.SIZE_LIMIT_EXCEEDED) || code.equals(ResultCode.TIME_LIMIT_EXCEEDED);
        return cut ? "; the account that searches may not read the whole directory: raise its limits there" : "";
    }

    private void pages(LDAPConnection connection, Filter filter, String[] attributes, Consumer<Entry> reader)
            throws LDAPException {
        var request = new SearchRequest(settings.base(), SearchScope.SUB, filter, attributes);
        request.setResponseTimeoutMillis(PATIENCE.toMillis());
        request.setControls(settings.kind().searchControls());
        PagedSearch.read(connection, request, reader::accept);
    }

    @Override
    public void close() {
        servers.forEach(LDAPConnectionPool::close);
    }
}
