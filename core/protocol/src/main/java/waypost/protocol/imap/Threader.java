package waypost.protocol.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import waypost.protocol.imap.ImapCommand.Thread.Algorithm;
import waypost.protocol.imap.Mailboxes.MailboxException;

/** The threads that THREAD makes of messages, by any algorithm (RFC 5256 §BASE.6.4.THREAD). */
final class Threader {
    private final SelectedMailbox mailbox;

    Threader(SelectedMailbox mailbox) {
        this.mailbox = mailbox;
    }

    /** @param numbers ascending; a message that can no longer be read is left out */
    List<ThreadNode> threads(Algorithm algorithm, List<Integer> numbers) throws IOException {
        List<ThreadNode> nodes = new ArrayList<>();
        ReferenceThreads references = new ReferenceThreads();
        for (int number : numbers) {
            SearchedMessage message = new SearchedMessage(mailbox, number);
            try {
                switch (algorithm) {
                    case ORDEREDSUBJECT -> nodes.add(ThreadNode.of(message));
                    case REFERENCES, REFS -> references.add(message);
                }
            } catch (MailboxException gone) {
                continue; // as SEARCH leaves it out
            }
        }
        return switch (algorithm) {
            case ORDEREDSUBJECT -> orderedSubject(nodes);
            case REFERENCES -> references.threads();
            case REFS -> references.threadsByArrival();
        };
    }

    /** One thread a base subject: its first message, and the others as children of that. */
    private static List<ThreadNode> orderedSubject(List<ThreadNode> nodes) {
        Map<String, ThreadNode> first = new LinkedHashMap<>();
        nodes.sort(ThreadNode.BY_SENT_DATE);
        for (ThreadNode node : nodes) {
            ThreadNode known = first.putIfAbsent(node.threadSubject(), node);
            if (known != null) {
                known.adopt(node);
            }
        }
        return List.copyOf(first.values());
    }
}
