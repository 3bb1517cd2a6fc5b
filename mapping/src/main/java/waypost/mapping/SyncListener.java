package waypost.mapping;

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

/** What a directory says that is watched: which entries changed, and in which state it is (RFC 4533 §2). */
final class SyncListener implements SearchResultListener, IntermediateResponseListener {
    private final ChangeFeed.Changes changes;
    private final Consumer<ASN1OctetString> cookies;

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
            switch (state.getState()) {
                case PRESENT -> {} // it is as it was
                case ADD, MODIFY, DELETE -> changes.changed(List.of(String.valueOf(state.getEntryUUID())));
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
                // what is not named is gone, and we do not know what there was
                case REFRESH_PRESENT -> changes.anyChanged();
                case SYNC_ID_SET -> {
                    List<UUID> ids = Optional.ofNullable(info.getEntryUUIDs()).orElse(List.of());
                    if (info.refreshDeletes()) {
                        changes.changed(ids.stream().map(UUID::toString).toList());
                    }
                }
            }
            remember(info.getCookie());
        } catch (LDAPException unreadable) {
            changes.anyChanged();
        }
    }

    private void remember(@Nullable ASN1OctetString cookie) {
        if (cookie != null) {
            cookies.accept(cookie);
        }
    }
}
