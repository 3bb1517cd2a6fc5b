package waypost.mapping;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Active Directory numbers its changes, each controller in its own way (MS-ADTS §3.1.1.1.9): the number is asked for each second, and, where
 * it has grown, whom that concerns. Looks through the whole domain, so that who is moved out of the base is seen, and at what was deleted,
 * as far as the account may see that.
 */
final class UsnFeed implements ChangeFeed {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** MS-ADTS §3.1.1.3.4.1.14. */
    private static final Control SHOW_DELETED = new Control("1.2.840.113556.1.4.417");

    private static final String GUID = "objectGUID";

    private final DirectorySettings settings;
    private final Changes changes;
    private final Consumer<ReplicaState> reached;
    private Optional<ControllerNumber> before;

    /**
     * @param reached hears how far the controller is
     * @param from a state that a feed has told; empty: as the controller is now
     */
    UsnFeed(DirectorySettings settings, Changes changes, Consumer<ReplicaState> reached, Optional<String> from) {
        this.settings = settings;
        this.changes = changes;
        this.reached = reached;
        this.before = from.flatMap(ControllerNumber::parse);
    }

    @Override
    public Duration silence() {
        return settings.timeout();
    }

    @Override
    public boolean follow(LDAPConnection open, Runnable following) throws LDAPException, InterruptedException {
        Optional<ControllerNumber> begun = ControllerNumber.of(open);
        if (begun.isEmpty()) {
            return false;
        }
        following.run();
        while (true) {
            ControllerNumber now =
                    ControllerNumber.of(open).orElseThrow(() -> new LDAPException(ResultCode.NO_SUCH_ATTRIBUTE));
            tell(open, now);
            if (!before.equals(Optional.of(now))) {
                changes.reached(now.text());
            }
            before = Optional.of(now);
            reached.accept(now.state());
            changes.current();
            Thread.sleep(PAUSE);
        }
    }

    private void tell(LDAPConnection open, ControllerNumber now) throws LDAPException {
        if (before.isEmpty() || !before.get().controller().equals(now.controller())) {
            changes.anyChanged(); // numbers of another controller say nothing
        } else if (now.number() > before.get().number()) {
            tellSince(open, now, before.get().number());
        }
    }

    private void tellSince(LDAPConnection open, ControllerNumber now, long number) throws LDAPException {
        Filter since = Filter.createANDFilter(
                Filter.createEqualityFilter("objectClass", "user"),
                Filter.createGreaterOrEqualFilter("uSNChanged", Long.toString(number + 1)));
        var request = new SearchRequest(now.domain(), SearchScope.SUB, since, GUID);
        request.setControls(settings.kind().searchControls());
        request.addControl(SHOW_DELETED);
        List<String> ids = new ArrayList<>();
        try {
            List<SearchResultEntry> entries = open.search(request).getSearchEntries();
            for (SearchResultEntry entry : Objects.requireNonNullElse(entries, List.<SearchResultEntry>of())) {
                ObjectGuid.of(entry.getAttributeValueBytes(GUID)).ifPresent(ids::add);
            }
            changes.changed(ids);
        } catch (LDAPSearchException many) {
            if (!many.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                throw many;
            }
            changes.anyChanged();
        }
    }

    @Override
    public void ended(ResultCode why) {}
}
