package waypost.directory;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A search that may find any number of entries, read page by page (RFC 2696): servers show only so many at a time, Active Directory 1,000. */
public final class PagedSearch {
    private static final int PAGE = 500;

    private PagedSearch() {}

    /** As many entries as there are, or more than {@code most}: then some of them. */
    static List<SearchResultEntry> read(LDAPConnection connection, SearchRequest search, int most)
            throws LDAPException {
        List<SearchResultEntry> found = new ArrayList<>();
        read(connection, search, found::add, () -> found.size() <= most);
        return found;
    }

    /** @param connection on which all pages are asked for: what a server remembers of a search it remembers of its connection */
    public static void read(LDAPConnection connection, SearchRequest search, Consumer<SearchResultEntry> reader)
            throws LDAPException {
        read(connection, search, reader, () -> true);
    }

    private static void read(
            LDAPConnection connection, SearchRequest search, Consumer<SearchResultEntry> reader, BooleanSupplier wanted)
            throws LDAPException {
        SearchRequest request = search.duplicate();
        SimplePagedResultsControl next = new SimplePagedResultsControl(PAGE);
        while (true) {
            request.setControls(with(search.getControls(), next));
            SearchResult result = connection.search(request);
            List<SearchResultEntry> entries = result.getSearchEntries();
            if (entries != null) {
                entries.forEach(reader);
            }
            SimplePagedResultsControl page = SimplePagedResultsControl.get(result);
            if (page == null || !page.moreResultsToReturn() || !wanted.getAsBoolean()) {
                return;
            }
            next = new SimplePagedResultsControl(PAGE, page.getCookie());
        }
    }

    private static Control[] with(Control[] usual, Control further) {
        Control[] controls = Arrays.copyOf(usual, usual.length + 1);
        controls[usual.length] = further;
        return controls;
    }
}
