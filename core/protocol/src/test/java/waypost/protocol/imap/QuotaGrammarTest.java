package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9208 §7. */
class QuotaGrammarTest {
    private static ImapCommand parse(String command) {
        return ImapParser.parse(("t " + command).getBytes(StandardCharsets.ISO_8859_1), ImapExtensions.ALL)
                .command();
    }

    private static ImapCommand quota(QuotaCommand command) {
        return new ImapCommand.Quota(command);
    }

    private static QuotaCommand.Limit limit(String resource, long limit) {
        return new QuotaCommand.Limit(resource, limit);
    }

    @Test
    void commands() {
        assertEquals(quota(new QuotaCommand.Get("")), parse("GETQUOTA \"\""));
        assertEquals(quota(new QuotaCommand.Get("#user/a b")), parse("getquota {9}\r\n#user/a b"));
        assertEquals(quota(new QuotaCommand.GetRoot("INBOX")), parse("GETQUOTAROOT inbox"));
        assertEquals(
                quota(new QuotaCommand.Set("x", List.of(limit("STORAGE", 0), limit("MESSAGES", Long.MAX_VALUE)))),
                parse("SETQUOTA x (STORAGE 0 messages 9223372036854775807)"));
        assertEquals(quota(new QuotaCommand.Set("\u00fc", List.of())), parse("SETQUOTA &APw- ()"));
        assertEquals(
                new ImapCommand.Status("INBOX", List.of(StatusItem.DELETED, StatusItem.DELETED_STORAGE)),
                parse("STATUS INBOX (deleted-storage DELETED)"));
    }

    /** They are written as mailboxes are. */
    @Test
    void rootsAreNames() {
        assertEquals(quota(new QuotaCommand.Get("INBOX")), parse("GETQUOTA inbox"));
        assertInstanceOf(ImapCommand.Unnamable.class, parse("GETQUOTA \"\u00ff\""));
        assertInstanceOf(ImapCommand.Unnamable.class, parse("SETQUOTA \"\u00ff\" ()"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GETQUOTA",
                "GETQUOTA a b",
                "GETQUOTAROOT",
                "GETQUOTAROOT INBOX INBOX",
                "SETQUOTA \"\"",
                "SETQUOTA \"\" (STORAGE)",
                "SETQUOTA \"\" (STORAGE -1)",
                "SETQUOTA \"\" (STORAGE 9223372036854775808)",
                "SETQUOTA \"\" (STORAGE 1  MESSAGE 1)",
                "SETQUOTA \"\" STORAGE 1",
                "STATUS INBOX (DELETED_STORAGE)"
            })
    void isRefused(String command) {
        assertInstanceOf(ImapCommand.Malformed.class, parse(command));
    }
}
