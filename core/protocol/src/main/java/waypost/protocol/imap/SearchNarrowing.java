package waypost.protocol.imap;

import java.io.IOException;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Whether a message may match a key that looks for a text; the mailbox is asked once, when the first message gets so far. One thread. */
final class SearchNarrowing implements SearchStep.Test {
    private final SelectedMailbox mailbox;
    private final SearchKey.Textual key;
    private @Nullable IntPredicate may;

    SearchNarrowing(SelectedMailbox mailbox, SearchKey.Textual key) {
        this.mailbox = mailbox;
        this.key = key;
    }

    @Override
    public boolean matches(SearchedMessage message) throws IOException {
        IntPredicate known = may;
        if (known == null) {
            known = mailbox.mayMatch(key);
            may = known;
        }
        return known.test(message.number());
    }
}
