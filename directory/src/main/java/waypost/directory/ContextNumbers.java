package waypost.directory;

import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPInterface;
import com.unboundid.ldap.sdk.RootDSE;
import java.time.Duration;
import java.util.Optional;

/** OpenLDAP's {@code contextCSN}, which is at the entry that a database begins with. One server; which entry that is is asked for once. */
final class ContextNumbers implements Progress {
    private static final String NUMBERS = "contextCSN";

    /** A server that shows no numbers may have become one that does: a replica does when it has all. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private static final ReplicaState NONE = ReplicaState.ofContext();

    private final DN base;
    private final Ticker ticker;
    private volatile Known known;

    private record Known(Optional<String> context, long at) {}

    ContextNumbers(String base, Ticker ticker) {
        this.base = Names.dn(base);
        this.ticker = ticker;
        this.known = new Known(Optional.empty(), ticker.read() - AGAIN.toNanos());
    }

    @Override
    public Optional<ReplicaState> of(LDAPInterface server) throws LDAPException {
        Known now = known;
        if (now.context.isPresent()) {
            return Optional.of(numbers(server, now.context.get()));
        }
        if (ticker.read() - now.at < AGAIN.toNanos()) {
            return Optional.of(NONE);
        }
        Optional<String> context = context(server);
        ReplicaState state = context.isPresent() ? numbers(server, context.get()) : NONE;
        known = new Known(state.equals(NONE) ? Optional.empty() : context, ticker.read());
        return Optional.of(state);
    }

    private Optional<String> context(LDAPInterface server) throws LDAPException {
        RootDSE root = server.getRootDSE();
        String[] contexts = root == null ? null : root.getNamingContextDNs();
        for (String context : contexts == null ? new String[0] : contexts) {
            if (base.isDescendantOf(context, true)) {
                return Optional.of(context);
            }
        }
        return Optional.empty();
    }

    private static ReplicaState numbers(LDAPInterface server, String context) throws LDAPException {
        Entry shown = server.getEntry(context, NUMBERS);
        String[] numbers = shown == null ? null : shown.getAttributeValues(NUMBERS);
        return numbers == null ? NONE : ReplicaState.ofContext(numbers);
    }
}
