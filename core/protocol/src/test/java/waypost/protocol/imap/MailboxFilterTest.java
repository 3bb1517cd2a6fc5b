package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.protocol.imap.MailboxFilter.Named;
import waypost.protocol.imap.MailboxFilter.Personal;
import waypost.protocol.imap.MailboxFilter.Selected;
import waypost.protocol.imap.MailboxFilter.Subscribed;
import waypost.protocol.imap.MailboxFilter.Subtree;
import waypost.protocol.imap.MailboxFilter.SubtreeOne;

class MailboxFilterTest {
    private static final List<String> SUBSCRIPTIONS = List.of("INBOX", "Public/News");

    /** What no filter reaches is not watched: it reaches too far sooner than not far enough. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            selected,    Other Users/,       false
            personal,    Other Users/,       false
            subscribed,  Public/,            true
            subscribed,  Other Users/,       false
            subtree,     Other Users/,       true
            subtree,     Other Users/ann@x/, true
            subtree,     Other Users/bob@x/, false
            subtree,     Public/,            false
            subtree-one, Other Users/,       true
            subtree-one, Other Users/ann@x/, true
            subtree-one, Other Users/bob@x/, true
            mailboxes,   Public/,            true
            mailboxes,   Other Users/,       false
            """)
    void reaches(String kind, String prefix, boolean reached) {
        MailboxFilter filter = switch (kind) {
            case "selected" -> new Selected();
            case "personal" -> new Personal();
            case "subscribed" -> new Subscribed();
            case "subtree" -> new Subtree(List.of("Archive", "Other Users/ann@x/Work"));
            case "subtree-one" -> new SubtreeOne(List.of("Other Users"));
            default -> new Named(List.of("INBOX", "Public/News", "Other Users"));
        };
        assertEquals(reached, filter.reaches(prefix, SUBSCRIPTIONS));
    }
}
