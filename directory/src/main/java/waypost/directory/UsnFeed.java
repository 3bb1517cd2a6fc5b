package waypost.directory;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Active Directory numbers its changes, each controller in its own way (MS-ADTS §3.1.1.1.9): the number is asked for every so often, and,
 * where it has grown, whom that concerns. Looks through the whole domain, so that who is moved out of the base is seen, and at what was deleted,
 * as far as the account may see that. What another controller has may be older than what one has told: with it, be it behind the same name, all may have changed.
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
    private final NewestState newest;
    private Optional<ControllerMark> told;

    /**
     * @param newest hears how far the controller is
     * @param from a state that a feed has told; empty: as the controller is now
     */
    UsnFeed(DirectorySettings settings, Changes changes, NewestState newest, Optional<String> from) {
        this.settings = settings;
        this.changes = changes;
        this.newest = newest;
        this.told = from.flatMap(ControllerMark::parse);
    }

    @Override
    public Duration silence() {
        return settings.timeout();
    }

    @Override
    public boolean follow(LDAPConnection open, Runnable following) throws LDAPException, InterruptedException {
        Optional<ControllerNumber> begun = ControllerNumber.of(open);
        if (begun.isEmpty() || isBehind(begun.get())) {
            return false;
        }
        ControllerMark.Counter counter =
                ControllerMark.Counter.of(open, begun.get().controller());
        following.run();
        while (true) {
            ControllerNumber now =
                    ControllerNumber.of(open).orElseThrow(() -> new LDAPException(ResultCode.NO_SUCH_ATTRIBUTE));
            var mark = new ControllerMark(counter, now.number());
            if (!told.equals(Optional.of(mark))) {
                tell(open, now, mark);
                told = Optional.of(mark);
                changes.reached(mark.text());
            }
            newest.shown(now.state());
            changes.current();
            Thread.sleep(PAUSE);
        }
    }

    /** Whether it was put back, and others can tell what it lacks. */
    private boolean isBehind(ControllerNumber begun) {
        return settings.uris().size() > 1 && newest.isBehind(begun.state());
    }

    /** What is cut off in the middle is told again from where it began. */
    private void tell(LDAPConnection open, ControllerNumber now, ControllerMark mark) throws LDAPException {
        Optional<ControllerMark> before = told.filter(last -> last.isBefore(mark));
        if (before.isPresent()) {
            tellSince(open, now, before.get().number());
        } else {
            changes.anyChanged(); // its numbers say nothing yet, or nothing any more
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
        if (!ids.isEmpty()) {
            changes.changed(ids);
        }
    }

    @Override
    public void ended(ResultCode why) {}

    @Override
    public void startAnew() {
        told = Optional.empty();
    }
}
