package waypost.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.IntermediateResponse;
import com.unboundid.ldap.sdk.IntermediateResponseListener;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultListener;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.controls.ContentSyncInfoIntermediateResponse;
import com.unboundid.ldap.sdk.controls.ContentSyncStateControl;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a directory says that is watched: which entries changed, and in which state it is (RFC 4533 §2). One search. */
final class SyncListener implements SearchResultListener, IntermediateResponseListener {
    private final ChangeFeed.Changes changes;
    private final Consumer<ASN1OctetString> cookies;
    private final Hashes present = new Hashes();

    SyncListener(ChangeFeed.Changes changes, Consumer<ASN1OctetString> cookies) {
        this.changes = changes;
        this.cookies = cookies;
    }

    @Override
    public void searchEntryReturned(SearchResultEntry entry) {
        try {
            ContentSyncStateControl state = ContentSyncStateControl.get(entry);
            if (state == null) {
                changes.anyChanged();
                return;
            }
            String id = String.valueOf(state.getEntryUUID());
            switch (state.getState()) {
                case PRESENT -> present.add(Hashes.of(id)); // it is as it was
                case ADD, MODIFY -> {
                    present.add(Hashes.of(id));
                    changes.changed(List.of(id));
                }
                case DELETE -> changes.changed(List.of(id));
            }
            remember(state.getCookie());
        } catch (LDAPException unreadable) {
            changes.anyChanged();
        }
    }

    @Override
    public void searchReferenceReturned(SearchResultReference reference) {}

    @Override
    public void intermediateResponseReturned(IntermediateResponse response) {
        try {
            ContentSyncInfoIntermediateResponse info = ContentSyncInfoIntermediateResponse.decode(response);
            switch (info.getType()) {
                case NEW_COOKIE, REFRESH_DELETE -> {}
                case REFRESH_PRESENT -> changes.others(present);
                case SYNC_ID_SET -> ids(info);
            }
            remember(info.getCookie());
            if (info.refreshDone()) {
                changes.current();
            }
        } catch (LDAPException unreadable) {
            changes.anyChanged();
        }
    }

    private void ids(ContentSyncInfoIntermediateResponse info) {
        List<String> ids = Optional.ofNullable(info.getEntryUUIDs()).orElse(List.of()).stream()
                .map(UUID::toString)
                .toList();
        if (info.refreshDeletes()) {
            changes.changed(ids);
        } else {
            ids.forEach(id -> present.add(Hashes.of(id)));
        }
    }

    private void remember(@Nullable ASN1OctetString cookie) {
        if (cookie != null) {
            cookies.accept(cookie);
        }
    }
}
