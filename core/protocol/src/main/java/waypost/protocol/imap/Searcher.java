package waypost.protocol.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import waypost.protocol.imap.Mailboxes.MailboxException;

/**
 * Evaluation of SEARCH (RFC 3501 §6.4.4) on one open mailbox. Used by the session's thread; one message at a time is looked at, in bounded
 * memory.
 */
final class Searcher {
    private final SelectedMailbox mailbox;
    private final SearchPlan plan;

    Searcher(SelectedMailbox mailbox, SearchPlan plan) {
        this.mailbox = mailbox;
        this.plan = plan;
    }

    /** Numbers of the messages for which the key holds, ascending. A message that can no longer be read is not among them. */
    List<Integer> search(SearchKey key) throws IOException {
        SearchStep step = plan.of(key);
        List<Integer> found = new ArrayList<>();
        for (int number = 1; number <= mailbox.size(); number++) {
            if (matches(step, new SearchedMessage(mailbox, number))) {
                found.add(number);
            }
        }
        return found;
    }

    /**
     * The least and the greatest of those numbers, as far as MIN and MAX ask for them; one number may be both. The messages between them
     * are not looked at (RFC 4731 §5).
     */
    List<Integer> ends(SearchKey key, Set<SearchReturn.Item> items) throws IOException {
        SearchStep step = plan.of(key);
        Set<Integer> found = new LinkedHashSet<>();
        if (items.contains(SearchReturn.Item.MIN)) {
            first(step, 1, mailbox.size(), 1).ifPresent(found::add);
        }
        if (items.contains(SearchReturn.Item.MAX)) {
            first(step, mailbox.size(), 1, -1).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    private OptionalInt first(SearchStep step, int from, int to, int by) throws IOException {
        for (int number = from; by > 0 ? number <= to : number >= to; number += by) {
            if (matches(step, new SearchedMessage(mailbox, number))) {
                return OptionalInt.of(number);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean matches(SearchStep step, SearchedMessage message) throws IOException {
        try {
            return step.matches(message);
        } catch (MailboxException gone) {
            return false;
        }
    }
}
