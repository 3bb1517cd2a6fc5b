package waypost.protocol.imap;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;
import waypost.message.DateTimes;

/** Search keys of the text of a message, asked of one that is in no open mailbox. */
public final class ContentSearch {
    private ContentSearch() {}

    public static boolean matches(SearchKey.Textual key, Mailboxes.Content content) throws IOException {
        return SearchPlan.reading(key, new SearchWindow()).matches(new SearchedMessage(content));
    }

    /** The date in the Date field, as it stands there, whatever its zone. */
    public static Optional<LocalDate> sentDate(Mailboxes.Content content) throws IOException {
        return content.envelope().date().flatMap(DateTimes::parse).map(date -> date.toLocalDate());
    }
}
