package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.protocol.imap.SearchReturn.Extended;
import waypost.protocol.imap.SearchReturn.Item;
import waypost.protocol.imap.SearchReturn.Saving;

class MultiSearchGrammarTest {
    private static final Extended ALL = new Extended(Set.of(Item.ALL), Saving.KEEP);
    private static final SearchKey SEEN = new SearchKey.Flag("\\Seen");

    private static ImapCommand parse(String command) {
        return ImapParser.parse(("t1 " + command).getBytes(StandardCharsets.ISO_8859_1), ImapExtensions.ALL)
                .command();
    }

    @Test
    void sources() {
        List<MailboxFilter> filters = List.of(
                new MailboxFilter.Selected(),
                new MailboxFilter.Personal(),
                new MailboxFilter.Personal(),
                new MailboxFilter.Subscribed(),
                new MailboxFilter.Subtree(List.of("INBOX/a", "b c")),
                new MailboxFilter.SubtreeOne(List.of("ü")),
                new MailboxFilter.Named(List.of("x")));
        assertEquals(
                new ImapCommand.MultiSearch(filters, ALL, SEEN),
                parse("esearch in (selected Personal inboxes subscribed subtree (inbox/a \"b c\") Subtree-One &APw-"
                        + " mailboxes {1+}\r\nx) SEEN"));
    }

    @Test
    void options() {
        List<MailboxFilter> selected = List.of(new MailboxFilter.Selected());
        assertEquals(new ImapCommand.MultiSearch(selected, ALL, SEEN), parse("ESEARCH SEEN"));
        assertEquals(
                new ImapCommand.MultiSearch(selected, new Extended(Set.of(Item.MIN), Saving.SAVE), SEEN),
                parse("ESEARCH RETURN (MIN SAVE) CHARSET UTF-8 SEEN"));
        assertEquals(
                new ImapCommand.UnknownCharset(new SearchReturn.Plain(), "x"),
                parse("ESEARCH IN (personal) CHARSET x \u00ff"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ESEARCH",
                "ESEARCH IN personal SEEN",
                "ESEARCH IN () SEEN",
                "ESEARCH IN (selected-delayed) SEEN",
                "ESEARCH IN (mailboxes) SEEN",
                "ESEARCH IN (mailboxes ()) SEEN",
                "ESEARCH IN (personal (depth 1)) SEEN",
                "ESEARCH IN (personal)",
                "ESEARCH RETURN (ALL) IN (personal) SEEN",
                "UID SEARCH IN (personal) SEEN"
            })
    void malformed(String command) {
        assertInstanceOf(ImapCommand.Malformed.class, parse(command));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "subtree a | a a/b a/b/c",
                "subtree-one a | a a/b",
                "subtree (a/b ab) | a/b a/b/c ab",
                "subtree-one (a/b/c x) | a/b/c",
                "mailboxes (x ab) | x ab",
                "personal | INBOX a a/b a/b/c ab",
                "subscribed | a ab",
                "selected | ''",
            })
    void knowsWhatAFilterStandsFor(String source, String expected) {
        ImapCommand.MultiSearch search =
                assertInstanceOf(ImapCommand.MultiSearch.class, parse("ESEARCH IN (" + source + ") SEEN"));
        List<String> all = List.of("INBOX", "a", "a/b", "a/b/c", "ab");
        List<String> names =
                search.sources().getFirst().among(all, List.of("ab", "a")).toList();
        assertEquals(expected, String.join(" ", names));
    }
}
