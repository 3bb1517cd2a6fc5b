package waypost.mapping;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.controls.ContentSyncInfoIntermediateResponse;
import com.unboundid.ldap.sdk.controls.ContentSyncRequestControl;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has a server in memory tell its changes to whoever knows its state (RFC 4533 §3.4): there are none, until all is lost. Then whoever comes back hears that
 * nobody is left.
 */
final class SyncProvider extends InMemoryOperationInterceptor implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger told = new AtomicInteger();
    private volatile boolean lost;

    void loseAll() {
        lost = true;
    }

    /** How many have been told that all is lost. */
    int told() {
        return told.get();
    }

    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
        Control sync = request.getRequest().getControl(ContentSyncRequestControl.SYNC_REQUEST_OID);
        if (sync != null) {
            ASN1OctetString cookie = new ContentSyncRequestControl(sync).getCookie();
            if (lost) {
                // RFC 4533 §3.3.2: who is not told as present has gone
                request.sendIntermediateResponse(
                        ContentSyncInfoIntermediateResponse.createRefreshPresentResponse(cookie, true));
                told.incrementAndGet();
            } else {
                request.sendIntermediateResponse(
                        ContentSyncInfoIntermediateResponse.createRefreshDeleteResponse(cookie, true));
            }
            stay();
        }
    }

    /** The search goes on until it is over. */
    private void stay() throws LDAPException {
        try {
            over.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw new LDAPException(ResultCode.CANCELED);
    }

    @Override
    public void processSearchEntry(InMemoryInterceptedSearchEntry shown) {
        Entry entry = shown.getSearchEntry();
        if (entry != null && entry.getDN().isEmpty()) {
            Entry root = entry.duplicate();
            root.addAttribute(new Attribute("supportedControl", ContentSyncRequestControl.SYNC_REQUEST_OID));
            shown.setSearchEntry(root);
        }
    }

    @Override
    public void close() {
        over.countDown();
    }
}
