package waypost.mapping;

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
import java.util.function.Predicate;

/** Makes a server in memory do what directories do when something is wrong with them. */
final class Illness extends InMemoryOperationInterceptor implements AutoCloseable {
    /** What is done to a question before it is answered. */
    interface Treatment<Q> {
        void of(Q question) throws LDAPException;
    }

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Treatment<InMemoryInterceptedSearchRequest> searches = _ -> {};
    private volatile Treatment<InMemoryInterceptedSimpleBindRequest> binds = _ -> {};
    private volatile Predicate<Entry> shown = _ -> true;

    void searches(Treatment<InMemoryInterceptedSearchRequest> treatment) {
        searches = treatment;
    }

    void binds(Treatment<InMemoryInterceptedSimpleBindRequest> treatment) {
        binds = treatment;
    }

    /** Only these entries are told. */
    void shown(Predicate<Entry> entries) {
        shown = entries;
    }

    static <Q> Treatment<Q> fails(ResultCode code) {
        return _ -> {
            throw new LDAPException(code);
        };
    }

    /** Answers after a time, or when it is over. */
    <Q> Treatment<Q> waits(Duration time) {
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
