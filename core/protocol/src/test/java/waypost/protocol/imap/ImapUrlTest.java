package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.protocol.imap.FetchItem.Partial;
import waypost.protocol.imap.FetchItem.Section;
import waypost.protocol.imap.FetchItem.Section.Kind;

/** RFC 5092 §11, RFC 4469 §3. */
class ImapUrlTest {
    private static final Section WHOLE = new Section(List.of(), Kind.ALL, List.of());

    private static ImapUrl parse(String url) throws SyntaxError {
        return ImapUrl.parse(url, ImapExtensions.ALL);
    }

    @Test
    void messages() throws SyntaxError {
        assertEquals(new ImapUrl("INBOX", OptionalLong.empty(), 20, WHOLE, Optional.empty()), parse("/inbox/;UID=20"));
        assertEquals(
                new ImapUrl("a/b c;ü", OptionalLong.of(385759045), 4294967295L, WHOLE, Optional.empty()),
                parse("/a/b%20c%3B%C3%BC;uidvalidity=385759045/;uid=4294967295"));
    }

    @Test
    void parts() throws SyntaxError {
        assertEquals(
                new ImapUrl(
                        "Drafts",
                        OptionalLong.of(1),
                        20,
                        new Section(List.of(1, 2), Kind.MIME, List.of()),
                        Optional.of(new Partial(10, 1024))),
                parse("/Drafts;UIDVALIDITY=1/;UID=20/;section=1.2.MIME/;PARTIAL=10.1024"));
        assertEquals(
                new Section(List.of(), Kind.HEADER_FIELDS, List.of("From", "To")),
                parse("/x/;UID=1/;SECTION=HEADER.FIELDS%20(From%20To)").section());
        assertEquals(
                Optional.of(new Partial(5, Long.MAX_VALUE)),
                parse("/x/;UID=1/;PARTIAL=5").partial());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/INBOX",
                "/INBOX/;UID=",
                "/INBOX/;UID=0x",
                "/INBOX/;UID=1/",
                "/INBOX/;UID=1;SECTION=1",
                "/INBOX/;UID=1/;SECTION=",
                "/INBOX/;UID=1/;SECTION=1.FOO",
                "/INBOX/;UID=1/;SECTION=MIME",
                "/INBOX/;UID=1/;PARTIAL=",
                "/INBOX/;UID=1/;PARTIAL=0.0",
                "/INBOX/;UID=1/;PARTIAL=0/;SECTION=1",
                "/INBOX;UIDVALIDITY=/;UID=1",
                "/INBOX?ALL",
                "/IN BOX/;UID=1",
                "/IN%/;UID=1",
                "/%FF/;UID=1",
                "/%00/;UID=1",
                "/a/../b/;UID=1",
                "/./b/;UID=1",
                "//server/INBOX/;UID=1",
                "imap://server/INBOX/;UID=1",
                "INBOX/;UID=1",
                ";UID=1",
                ";SECTION=1",
                "/INBOX/;UID=1;URLAUTH=anonymous",
                "/INBOX/;UID=1#x"
            })
    void notOfAMessageHere(String url) {
        assertThrows(SyntaxError.class, () -> parse(url));
    }

    /** RFC 5550 §5.7.1. */
    @Test
    void piecesAreAnExtension() {
        assertThrows(
                SyntaxError.class,
                () -> ImapUrl.parse("/x/;UID=1/;PARTIAL=5", ImapExtensions.ALL.without(ImapExtension.URL_PARTIAL)));
    }
}
