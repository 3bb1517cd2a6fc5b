package waypost.protocol.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import waypost.protocol.imap.Mailboxes.MailboxException;

/**
 * Evaluation of SEARCH (RFC 3501 §6.4.4) on one open mailbox. Used by the session's thread; one message at a time is looked at, in bounded
 * memory.
 */
final class Searcher {
    private final SelectedMailbox mailbox;

    Searcher(SelectedMailbox mailbox) {
        this.mailbox = mailbox;
    }

    /** Numbers of the messages for which the key holds, ascending. A message that can no longer be read is not among them. */
    List<Integer> search(SearchKey key) throws IOException {
        SearchStep step = new SearchPlan(mailbox).of(key);
        List<Integer> found = new ArrayList<>();
        for (int number = 1; number <= mailbox.size(); number++) {
            if (matches(step, new SearchedMessage(mailbox, number))) {
                found.add(number);
            }
        }
        return found;
    }

    private static boolean matches(SearchStep step, SearchedMessage message) throws IOException {
        try {
            return step.matches(message);
        } catch (MailboxException gone) {
            return false;
        }
    }
}
