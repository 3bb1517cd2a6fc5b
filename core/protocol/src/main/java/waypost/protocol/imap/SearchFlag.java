package waypost.protocol.imap;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** Whether a message has a flag. Messages have few different sets of flags, and a mailbox gives the same set for many: each is looked through once. */
final class SearchFlag implements SearchStep.Test {
    private static final int REMEMBERED = 256;

    private final SelectedMailbox mailbox;
    private final String flag;
    private final Map<Set<String>, Boolean> known = new IdentityHashMap<>();

    SearchFlag(SelectedMailbox mailbox, String flag) {
        this.mailbox = mailbox;
        this.flag = flag;
    }

    @Override
    public boolean matches(SearchedMessage message) {
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        return known.computeIfAbsent(mailbox.flags(message.number()), this::in);
    }

    /** Flags and keywords are told apart without regard to case (RFC 3501 §2.3.2). */
    private boolean in(Set<String> flags) {
        return flags.contains(flag) || flags.stream().anyMatch(flag::equalsIgnoreCase);
    }
}
