package waypost.mapping;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Active Directory numbers its changes, each controller in its own way (MS-ADTS §3.1.1.1.9): the number is asked for every so often, and,
 * where it has grown, whom that concerns. Looks through the whole domain, so that who is moved out of the base is seen, and at what was deleted,
 * as far as the account may see that. Behind one name there may be several controllers: each goes on where it was itself.
 */
final class UsnFeed implements ChangeFeed {
    /** So that a change is effective within a second, with all that comes behind: the answers to two questions, and to the next one for the user. */
    private static final Duration PAUSE = Duration.ofMillis(400);

    /** MS-ADTS §3.1.1.3.4.1.14. */
    private static final Control SHOW_DELETED = new Control("1.2.840.113556.1.4.417");

    private static final String GUID = "objectGUID";

    /** Whoever may have an address. */
    private static final Filter WHOM = Filter.createORFilter(Stream.of("user", "group", "contact")
            .map(name -> Filter.createEqualityFilter("objectClass", name))
            .toList());

    private final DirectorySettings settings;
    private final Changes changes;
    private final Consumer<ReplicaState> reached;
    private final Map<ControllerMark.Counter, Long> told = new HashMap<>();

    /**
     * @param reached hears how far the controller is
     * @param from a state that a feed has told; empty: as the controller is now
     */
    UsnFeed(DirectorySettings settings, Changes changes, Consumer<ReplicaState> reached, Optional<String> from) {
        this.settings = settings;
        this.changes = changes;
        this.reached = reached;
        from.flatMap(ControllerMark::parse).ifPresent(mark -> told.put(mark.counter(), mark.number()));
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
        ControllerMark.Counter counter =
                ControllerMark.Counter.of(open, begun.get().controller());
        following.run();
        while (true) {
            ControllerNumber now =
                    ControllerNumber.of(open).orElseThrow(() -> new LDAPException(ResultCode.NO_SUCH_ATTRIBUTE));
            tell(open, counter, now);
            Long before = told.put(counter, now.number());
            if (before == null || before != now.number()) {
                changes.reached(new ControllerMark(counter, now.number()).text());
            }
            reached.accept(now.state());
            changes.current();
            Thread.sleep(PAUSE);
        }
    }

    /** What is cut off in the middle is told again from where it began. */
    private void tell(LDAPConnection open, ControllerMark.Counter counter, ControllerNumber now) throws LDAPException {
        Long before = told.get(counter);
        if (before == null || now.number() < before) {
            changes.anyChanged(); // its numbers say nothing yet, or nothing any more
        } else if (now.number() > before) {
            tellSince(open, now, before);
        }
    }

    private void tellSince(LDAPConnection open, ControllerNumber now, long number) throws LDAPException {
        Filter since = Filter.createANDFilter(
                WHOM, Filter.createGreaterOrEqualFilter("uSNChanged", Long.toString(number + 1)));
        var request = new SearchRequest(now.domain(), SearchScope.SUB, since, GUID);
        request.setControls(settings.kind().searchControls());
        request.addControl(SHOW_DELETED);
        List<String> ids = new ArrayList<>();
        PagedSearch.read(
                open,
                request,
                entry -> ObjectGuid.of(entry.getAttributeValueBytes(GUID)).ifPresent(ids::add));
        changes.changed(ids);
    }

    @Override
    public void ended(ResultCode why) {}

    @Override
    public void startAnew() {
        told.clear();
    }
}
