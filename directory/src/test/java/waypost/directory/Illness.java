package waypost.directory;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Makes a server in memory do what directories do when something is wrong with them. */
public final class Illness extends InMemoryOperationInterceptor implements AutoCloseable {
    /** What is done to a question before it is answered. */
    public interface Treatment<Q> {
        void of(Q question) throws LDAPException;
    }

    private final AtomicInteger ended = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Treatment<InMemoryInterceptedSearchRequest> searches = _ -> {};
    private volatile Treatment<InMemoryInterceptedSimpleBindRequest> binds = _ -> {};
    private volatile Predicate<Entry> shown = _ -> true;

    public void searches(Treatment<InMemoryInterceptedSearchRequest> treatment) {
        searches = treatment;
    }

    public void binds(Treatment<InMemoryInterceptedSimpleBindRequest> treatment) {
        binds = treatment;
    }

    /** Ends what is asked so with this result; all else it does. */
    public void ends(Asked what, ResultCode code) {
        switch (what) {
            case SEARCH ->
                searches = _ -> {
                    ended.incrementAndGet();
                    throw new LDAPException(code);
                };
            case USER_BIND -> endsBinds(code, "uid=");
            case SERVICE_BIND -> endsBinds(code, "cn=admin");
        }
    }

    private void endsBinds(ResultCode code, String who) {
        binds = request -> {
            if (request.getRequest().getBindDN().startsWith(who)) {
                ended.incrementAndGet();
                throw new LDAPException(code);
            }
        };
    }

    /** It is over; how many questions have ended so. */
    public int heal() {
        searches = _ -> {};
        binds = _ -> {};
        return ended.getAndSet(0);
    }

    /** Only these entries are told. */
    public void shown(Predicate<Entry> entries) {
        shown = entries;
    }

    public static <Q> Treatment<Q> fails(ResultCode code) {
        return _ -> {
            throw new LDAPException(code);
        };
    }

    /** Answers after a time, or when it is over. */
    public <Q> Treatment<Q> waits(Duration time) {
        return _ -> {
            try {
                boolean _ = over.await(time.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
        searches.of(request);
    }

    @Override
    public void processSearchEntry(InMemoryInterceptedSearchEntry entry) {
        if (!shown.test(entry.getSearchEntry())) {
            entry.setSearchEntry(null);
        }
    }

    @Override
    public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) throws LDAPException {
        binds.of(request);
    }

    @Override
    public void close() {
        over.countDown();
    }
}
