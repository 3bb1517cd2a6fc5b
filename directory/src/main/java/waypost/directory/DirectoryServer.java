package waypost.directory;

import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One server of a directory: searches on one pool of connections, log-ins by bind on another. A server that was not reached is left alone
 * for a pause, and then tried by one caller while all others go elsewhere. Safe for any number of threads.
 */
final class DirectoryServer implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Until a server that was passed over is asked again as if it had not been, and any is asked again how far it is. */
    private static final Duration A_WHILE = Duration.ofSeconds(10);

    /** The results that no server sent. A server that says it is busy, or stumbles over one entry, answers the next question. */
    private static final Set<ResultCode> UNREACHED =
            Set.of(ResultCode.SERVER_DOWN, ResultCode.CONNECT_ERROR, ResultCode.TIMEOUT);

    private final URI uri;
    private final Progress progress;
    private final LDAPConnectionPool searches;
    private final LDAPConnectionPool binds;
    private final Ticker ticker;
    private final long patience;
    private final AtomicLong nextTry = new AtomicLong();
    private volatile Lack lack;
    private volatile long statedUntil;
    private volatile Reached reached = Reached.UNASKED;

    /** What became of the last question. */
    private enum Reached {
        UNASKED("was not asked yet"),
        YES("answers"),
        NO("was not reached");

        private final String words;

        Reached(String words) {
            this.words = words;
        }
    }

    /** What other servers may have, and until when that is thought. */
    private record Lack(String what, long until) {}

    DirectoryServer(DirectoryPools pools, URI uri, Duration timeout, Progress progress, Ticker ticker) {
        this.uri = uri;
        this.progress = progress;
        searches = pools.searches(uri);
        binds = pools.binds(uri);
        this.ticker = ticker;
        this.lack = new Lack("nothing", ticker.read());
        this.statedUntil = ticker.read();
        this.patience = timeout.plus(PAUSE).toNanos();
    }

    URI uri() {
        return uri;
    }

    /** Whether to ask it now. Who is told so must ask. */
    boolean ready() {
        if (reached != Reached.NO) {
            return true;
        }
        long due = nextTry.get();
        long now = ticker.read();
        return now - due >= 0 && nextTry.compareAndSet(due, now + patience);
    }

    SearchResult search(SearchRequest request) throws LDAPException {
        return ask(searches, connection -> {
            try {
                return connection.search(request);
            } catch (LDAPException failure) {
                throw TooLarge.is(failure) ? new TooLarge(request) : failure;
            }
        });
    }

    /** The entries of all pages, or more than {@code most}: then some of them. */
    List<SearchResultEntry> pages(SearchRequest request, int most) throws LDAPException {
        return ask(searches, connection -> PagedSearch.read(connection, request, most));
    }

    BindResult bind(SimpleBindRequest request) throws LDAPException {
        return ask(binds, connection -> connection.bind(request));
    }

    /** How far it is with the changes of its directory, if it shows that to us. */
    Optional<ReplicaState> state() throws LDAPException {
        statedUntil = ticker.read() + A_WHILE.toNanos();
        try {
            return ask(searches, progress::of);
        } catch (LDAPException refused) {
            if (refused instanceof NotLetIn) {
                throw refused;
            }
            return switch (Verdict.of(refused, Asked.SEARCH)) {
                case DEFINITE, CONFIGURATION -> Optional.empty();
                case OTHER_SERVER, UNAVAILABLE -> throw refused;
            };
        }
    }

    /** Whether it was asked that a moment ago. */
    boolean stated() {
        return ticker.read() - statedUntil < 0;
    }

    /** For a while the others are asked first. */
    void passOver(String what) {
        lack = new Lack(what, ticker.read() + A_WHILE.toNanos());
    }

    boolean isPassedOver() {
        return ticker.read() - lack.until < 0;
    }

    /** Whether it was reached when it was last asked, and has what others have. */
    boolean usable() {
        return reached != Reached.NO && !isPassedOver();
    }

    /** Connections that wait for a search. */
    int idleSearches() {
        return searches.getCurrentAvailableConnections();
    }

    /** And for a log-in. */
    int idleBinds() {
        return binds.getCurrentAvailableConnections();
    }

    /** How it was found when it was asked last, for the operator. */
    String found() {
        return isPassedOver() ? reached.words + ", " + lack.what : reached.words;
    }

    @Override
    public String toString() {
        return uri.toString();
    }

    private interface Question<A> {
        A over(LDAPConnection connection) throws LDAPException;
    }

    private <A> A ask(LDAPConnectionPool pool, Question<A> question) throws LDAPException {
        try {
            A answer = answered(pool, question);
            reached = Reached.YES;
            return answer;
        } catch (LDAPException failure) {
            boolean lost = UNREACHED.contains(failure.getResultCode());
            if (lost) {
                nextTry.set(ticker.read() + PAUSE.toNanos());
            }
            reached = lost ? Reached.NO : Reached.YES;
            throw failure;
        }
    }

    /**
     * That a server has closed an idle connection is seen at its next use: what was asked is asked again then, over a new one. A server that is
     * silent or says that it cannot is not asked twice.
     */
    private static <A> A answered(LDAPConnectionPool pool, Question<A> question) throws LDAPException {
        LDAPConnection connection = letIn(pool::getConnection);
        try {
            return answered(pool, connection, question);
        } catch (LDAPException failure) {
            if (failure.getResultCode().equals(ResultCode.SERVER_DOWN)) {
                return answered(pool, letIn(() -> pool.replaceDefunctConnection(connection)), question);
            }
            throw failure;
        }
    }

    private interface Door {
        LDAPConnection open() throws LDAPException;
    }

    private static LDAPConnection letIn(Door door) throws NotLetIn {
        try {
            return door.open();
        } catch (LDAPException failure) {
            throw new NotLetIn(failure);
        }
    }

    private static <A> A answered(LDAPConnectionPool pool, LDAPConnection connection, Question<A> question)
            throws LDAPException {
        try {
            A answer = question.over(connection);
            pool.releaseConnection(connection);
            return answer;
        } catch (LDAPException failure) {
            if (failure.getResultCode().isConnectionUsable()) {
                pool.releaseConnection(connection);
            } else {
                pool.discardConnection(connection);
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        searches.close();
        binds.close();
    }
}
