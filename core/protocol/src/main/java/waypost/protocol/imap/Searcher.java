package waypost.protocol.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import waypost.protocol.imap.Mailboxes.MailboxException;

/**
 * Evaluation of SEARCH (RFC 3501 §6.4.4) on one open mailbox. Used by the session's thread; one message at a time is looked at, in bounded
 * memory.
 */
final class Searcher {
    private final SelectedMailbox mailbox;
    private final SearchPlan plan;
    private final Progress progress;

    Searcher(SelectedMailbox mailbox, SearchPlan plan, Progress progress) {
        this.mailbox = mailbox;
        this.plan = plan;
        this.progress = progress;
    }

    /** Numbers of the messages for which the key holds, ascending. A message that can no longer be read is not among them. */
    List<Integer> search(SearchKey key) throws IOException {
        SearchStep step = plan.of(key);
        List<Integer> found = new ArrayList<>();
        for (int number = 1; number <= mailbox.size(); number++) {
            progress.at(number - 1L);
            if (matches(step, new SearchedMessage(mailbox, number))) {
                found.add(number);
            }
        }
        return found;
    }

    /** Those of the numbers for whose messages the key holds. */
    BitSet among(BitSet numbers, SearchKey key) throws IOException {
        SearchStep step = plan.of(key);
        BitSet found = new BitSet();
        for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
            found.set(number, matches(step, new SearchedMessage(mailbox, number)));
        }
        return found;
    }

    /** That many of the least and of the greatest of those numbers. The messages between them are not looked at (RFC 4731 §5). */
    List<Integer> ends(SearchKey key, long least, long greatest) throws IOException {
        SearchStep step = plan.of(key);
        List<Integer> found = new ArrayList<>();
        int low = 1;
        for (; low <= mailbox.size() && found.size() < least; low++) {
            progress.at(low - 1L);
            if (matches(step, new SearchedMessage(mailbox, low))) {
                found.add(low);
            }
        }
        List<Integer> last = new ArrayList<>();
        for (int high = mailbox.size(); high >= low && last.size() < greatest; high--) {
            progress.at(low - 1L + mailbox.size() - high);
            if (matches(step, new SearchedMessage(mailbox, high))) {
                last.add(high);
            }
        }
        found.addAll(last.reversed());
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
