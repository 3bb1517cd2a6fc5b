package waypost.access;

import java.io.IOException;
import java.util.BitSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import waypost.protocol.imap.SearchKey;
import waypost.store.Account;
import waypost.store.OpenFolder;
import waypost.store.SearchCandidates;
import waypost.store.SearchField;

/** Asks the account's search index which messages of a view may match a key. */
final class IndexNarrowing {
    private IndexNarrowing() {}

    /** By number in the view. One that is gone from the folder may: who reads it learns of that. */
    static IntPredicate of(SearchKey.Textual key, Account account, OpenFolder folder, SessionView view)
            throws IOException {
        SearchCandidates candidates = account.candidates(fields(key), key.text());
        if (candidates.all()) {
            return _ -> true;
        }
        BitSet excluded = new BitSet(view.size() + 1);
        int[] index = {0};
        folder.items((uid, itemNo) -> {
            while (index[0] < view.size() && view.uid(index[0]) < uid) {
                index[0]++;
            }
            if (index[0] < view.size() && view.uid(index[0]) == uid && !candidates.mayHold(itemNo)) {
                excluded.set(index[0] + 1);
            }
        });
        return number -> !excluded.get(number);
    }

    private static Set<SearchField> fields(SearchKey.Textual key) {
        return switch (key) {
            case SearchKey.BodyText _ -> Set.of(SearchField.BODY);
            case SearchKey.Text _ -> Set.of(SearchField.HEADER, SearchField.BODY);
            case SearchKey.Header(var field, var _) -> Set.of(field(field));
            case SearchKey.Addresses(var field, var _) ->
                Set.of(
                        switch (field) {
                            case FROM -> SearchField.FROM;
                            case TO, CC, BCC -> SearchField.TO;
                        });
        };
    }

    private static SearchField field(String name) {
        if (name.equalsIgnoreCase("Subject")) {
            return SearchField.SUBJECT;
        }
        if (name.equalsIgnoreCase("From")) {
            return SearchField.FROM;
        }
        boolean to = Stream.of("To", "Cc", "Bcc").anyMatch(name::equalsIgnoreCase);
        return to ? SearchField.TO : SearchField.HEADER;
    }
}
