package waypost.directory;

import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.RootDSE;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.ContentSyncRequestControl;
import com.unboundid.ldap.sdk.controls.ContentSyncRequestMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A search that does not end (RFC 4533 §3.4), begun at the state in which the directory is now, and resumed by its cookie. Asks for no
 * content: what is told is only that an entry changed.
 */
final class SyncFeed implements ChangeFeed {
    private static final String CSN = "csn=";

    /** A connection that is dead without saying so is found by silence; the search is then begun again where it was. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    /** Too much has changed for the server to say what, or it does not know the state (RFC 4533 §3.5). */
    private static final Set<ResultCode> START_ANEW =
            Set.of(ResultCode.E_SYNC_REFRESH_REQUIRED, ResultCode.SIZE_LIMIT_EXCEEDED, ResultCode.PROTOCOL_ERROR);

    private final DirectorySettings settings;
    private final Changes changes;
    private final NewestState newest;
    private Optional<ASN1OctetString> cookie;

    /**
     * @param newest hears how far the server is, as far as its cookies say
     * @param from a state that a feed has told; empty: as the directory is now
     */
    SyncFeed(DirectorySettings settings, Changes changes, NewestState newest, Optional<String> from) {
        this.settings = settings;
        this.changes = changes;
        this.newest = newest;
        this.cookie = from.map(state -> new ASN1OctetString(state.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    public Duration silence() {
        return SILENCE;
    }

    @Override
    public boolean follow(LDAPConnection open, Runnable following) throws LDAPException {
        if (cookie.isEmpty()) {
            Optional<ASN1OctetString> state = state(open);
            if (state.isEmpty()) {
                return false;
            }
            changes.anyChanged(); // what is remembered may be older than the state
            remember(state.get());
        }
        following.run();
        open.search(request(cookie.get()));
        return true;
    }

    private SearchRequest request(ASN1OctetString state) {
        SyncListener heard = new SyncListener(changes, this::remember);
        var request = new SearchRequest(
                heard,
                settings.base(),
                SearchScope.SUB,
                Filter.createPresenceFilter("objectClass"),
                SearchRequest.NO_ATTRIBUTES);
        request.setIntermediateResponseListener(heard);
        request.setControls(new ContentSyncRequestControl(ContentSyncRequestMode.REFRESH_AND_PERSIST, state, false));
        request.setResponseTimeoutMillis(SILENCE.toMillis());
        return request;
    }

    /** The state as OpenLDAP writes it in a cookie; empty where it is not shown, or the server has no such search. */
    private Optional<ASN1OctetString> state(LDAPConnection open) throws LDAPException {
        RootDSE root = open.getRootDSE();
        if (root == null || !root.supportsControl(ContentSyncRequestControl.SYNC_REQUEST_OID)) {
            return Optional.empty();
        }
        return new ContextNumbers(settings.base(), Ticker.systemTicker())
                .of(open)
                .filter(state -> !state.changes().isEmpty())
                .map(state -> new ASN1OctetString("rid=000," + CSN + state.numbers()));
    }

    private void remember(ASN1OctetString told) {
        cookie = Optional.of(told);
        changes.reached(new String(told.getValue(), StandardCharsets.ISO_8859_1));
        newest.shown(reached(told.stringValue()));
    }

    /** How far a server is that gave this cookie, as far as it says so. */
    static ReplicaState reached(String cookie) {
        return Stream.of(cookie.split(",", -1))
                .filter(part -> part.startsWith(CSN))
                .findFirst()
                .map(part -> ReplicaState.ofNumbers(part.substring(CSN.length()).split(";", -1)))
                .orElseGet(ReplicaState::ofNumbers);
    }

    @Override
    public void ended(ResultCode why) {
        if (START_ANEW.contains(why)) {
            startAnew();
        }
    }

    @Override
    public void startAnew() {
        cookie = Optional.empty();
    }
}
