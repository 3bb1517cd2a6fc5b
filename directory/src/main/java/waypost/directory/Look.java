package waypost.directory;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;
import java.util.Optional;

/** One server of a directory is looked into, for one question. One thread, which blocks for at most the timeout of each search. */
public final class Look {
    /** Two are enough to know that there are several. */
    private static final int SIZE_LIMIT = 2;

    private static final Filter ANYTHING = Filter.createPresenceFilter("objectClass");

    private final DirectorySettings settings;
    private final Alarms alarms;
    private final DirectoryServer server;
    private boolean missed;

    Look(DirectorySettings settings, Alarms alarms, DirectoryServer server) {
        this.settings = settings;
        this.alarms = alarms;
        this.server = server;
    }

    /** Whether something was looked for that it does not show. */
    boolean missed() {
        return missed;
    }

    /** For what a filter finds, anywhere below the base. */
    public Searched at(Filter filter, String... attributes) throws LDAPException {
        return at(SIZE_LIMIT, filter, attributes);
    }

    /** @param limit of entries; more are not told */
    Searched at(int limit, Filter filter, String... attributes) throws LDAPException {
        return noted(searched(limit, request(filter, attributes)));
    }

    /** Page by page for as many as there are, or more than {@code most}: then some of them are told. */
    Searched pages(Filter filter, int most, String... attributes) throws LDAPException {
        return noted(found(server.pages(request(filter, attributes), most)));
    }

    /** For all at once. */
    List<Entry> all(Filter filter, String... attributes) throws LDAPException {
        return entries(server.search(request(filter, attributes)));
    }

    /** For the entry of this name, be it below the base or not. */
    Searched entry(String dn, String... attributes) throws LDAPException {
        try {
            return noted(searched(SIZE_LIMIT, request(dn, SearchScope.BASE, ANYTHING, attributes)));
        } catch (LDAPException absent) {
            if (!(absent instanceof NotLetIn) && absent.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                return noted(new Searched.None());
            }
            throw absent;
        }
    }

    /** Why an entry that must be there cannot be seen, if so. */
    Optional<String> hides(String dn) throws LDAPException {
        return switch (searched(SIZE_LIMIT, request(dn, SearchScope.BASE, ANYTHING, SearchRequest.NO_ATTRIBUTES))) {
            case Searched.One _ -> Optional.empty();
            case Searched.None(), Searched.Several _ -> Optional.of("not visible: " + dn);
            case Searched.Failed(String reason) -> Optional.of(reason);
        };
    }

    private Searched noted(Searched searched) {
        missed |= searched instanceof Searched.None;
        return searched;
    }

    private SearchRequest request(Filter filter, String... attributes) {
        return request(settings.base(), SearchScope.SUB, filter, attributes);
    }

    private SearchRequest request(String base, SearchScope scope, Filter filter, String... attributes) {
        var request = new SearchRequest(base, scope, filter, attributes);
        request.setControls(settings.kind().searchControls());
        request.setResponseTimeoutMillis(settings.timeout().toMillis());
        return request;
    }

    private Searched searched(int limit, SearchRequest request) throws LDAPException {
        request.setSizeLimit(limit);
        SearchResult result;
        try {
            result = server.search(request);
        } catch (LDAPSearchException partial) {
            List<Entry> entries = entries(partial.getSearchResult());
            if (partial.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED) && entries.size() > 1) {
                return new Searched.Several(entries, server);
            }
            throw partial;
        }
        Searched found = found(entries(result));
        return found instanceof Searched.None ? none(result) : found;
    }

    private Searched found(List<? extends Entry> entries) {
        return switch (entries.size()) {
            case 0 -> new Searched.None();
            case 1 -> new Searched.One(entries.getFirst(), server);
            default -> new Searched.Several(List.copyOf(entries), server);
        };
    }

    private Searched none(SearchResult result) {
        List<SearchResultReference> references = result.getSearchReferences();
        Optional<String> open = settings.references().open(references == null ? List.of() : references);
        open.ifPresent(where -> alarms.raise(
                "directory " + settings.name() + ", references",
                "refers to " + where + ", so nobody is unknown; see references and refers-to in its section"));
        return open.<Searched>map(where ->
                        new Searched.Failed("directory " + settings.name() + " has it not, and refers to " + where))
                .orElseGet(Searched.None::new);
    }

    private static List<Entry> entries(SearchResult result) {
        return result.getSearchEntries() == null ? List.of() : List.copyOf(result.getSearchEntries());
    }
}
