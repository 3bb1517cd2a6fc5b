package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.protocol.imap.MailboxMetadata.Change;
import waypost.protocol.imap.MetadataCommand.Depth;

/** RFC 5464 §5, RFC 9590 §5. */
class MetadataGrammarTest {
    private static ImapCommand parse(String command) {
        return ImapParser.parse(("t " + command).getBytes(StandardCharsets.ISO_8859_1), ImapExtensions.ALL)
                .command();
    }

    private static MetadataCommand metadata(String command) {
        return assertInstanceOf(ImapCommand.Metadata.class, parse(command)).command();
    }

    @Test
    void get() {
        assertEquals(
                new MetadataCommand.Get("", List.of("/shared/comment"), Depth.ZERO, OptionalLong.empty()),
                metadata("GETMETADATA \"\" /Shared/Comment"));
        MetadataCommand several = new MetadataCommand.Get(
                "INBOX", List.of("/shared", "/private/a b"), Depth.INFINITY, OptionalLong.of(1024));
        assertEquals(
                several, metadata("getmetadata (maxsize 1024 DEPTH Infinity) inbox (/shared {12+}\r\n/private/a b)"));
        assertEquals(
                several, metadata("GETMETADATA INBOX (DEPTH infinity MAXSIZE 1024) (\"/shared\" \"/private/a b\")"));
    }

    @Test
    void set() {
        assertEquals(
                new MetadataCommand.Set(
                        "Lists/java",
                        List.of(
                                new Change("/private/comment", Optional.of("nil")),
                                new Change("/shared/vendor/x/y", Optional.empty()),
                                new Change("/shared/x", Optional.of("\0\u00ff")),
                                new Change("/shared/y", Optional.of("")))),
                metadata("SETMETADATA Lists/java (/private/comment \"nil\" /shared/Vendor/x/y nil /shared/x ~{2+}\r\n"
                        + "\0\u00ff /shared/y {0}\r\n)"));
    }

    @Test
    void list() {
        ImapCommand.ListMailboxes list = assertInstanceOf(
                ImapCommand.ListMailboxes.class, parse("LIST \"\" % RETURN (METADATA (/shared/A /private/b))"));
        assertEquals(List.of("/shared/a", "/private/b"), list.metadata());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GETMETADATA INBOX",
                "GETMETADATA INBOX ()",
                "GETMETADATA INBOX /shared/a /shared/b",
                "GETMETADATA INBOX (/shared/a) (DEPTH 1)",
                "GETMETADATA INBOX shared/comment",
                "GETMETADATA INBOX /other/comment",
                "GETMETADATA INBOX /",
                "GETMETADATA INBOX \"\"",
                "GETMETADATA INBOX /shared//comment",
                "GETMETADATA INBOX /shared/comment/",
                "GETMETADATA INBOX \"/shared/a*\"",
                "GETMETADATA INBOX \"/shared/a%\"",
                "GETMETADATA INBOX \"/shared/\u00e4\"",
                "GETMETADATA INBOX \"/shared/\u001f\"",
                "GETMETADATA (DEPTH 2) INBOX /shared",
                "GETMETADATA (DEPTH) INBOX /shared",
                "GETMETADATA (MAXSIZE -1) INBOX /shared",
                "GETMETADATA (MAXSIZE 1 MAXSIZE 2) INBOX /shared",
                "GETMETADATA (MAXSIZE 1) INBOX (DEPTH 1) /shared",
                "GETMETADATA () INBOX /shared",
                "GETMETADATA (WIDTH 1) INBOX /shared",
                "SETMETADATA INBOX ()",
                "SETMETADATA INBOX (/shared/comment)",
                "SETMETADATA INBOX (/shared/comment atom)",
                "SETMETADATA INBOX /shared/comment NIL",
                "SETMETADATA INBOX (/shared NIL)",
                "SETMETADATA INBOX (/private/vendor NIL)",
                "SETMETADATA INBOX (/private/vendor/token NIL)",
                "SETMETADATA INBOX (/shared/x {1}\r\n\0)",
                "SETMETADATA INBOX (/shared/x ~NIL)",
                "LIST \"\" % RETURN (METADATA)",
                "LIST \"\" % RETURN (METADATA ())",
                "LIST \"\" % RETURN (METADATA /shared/x)",
                "LIST \"\" % RETURN (METADATA (x))"
            })
    void isRefused(String command) {
        assertInstanceOf(ImapCommand.Malformed.class, parse(command));
    }

    @ParameterizedTest
    @CsvSource({
        "/a, /a, true, true, true",
        "/a, /a/b, false, true, true",
        "/a, /a/b/c, false, false, true",
        "/a, /ab, false, false, false",
        "/a/b, /a, false, false, false"
    })
    void depthReaches(String entry, String other, boolean zero, boolean one, boolean infinity) {
        assertEquals(zero, Depth.ZERO.reaches(entry, other));
        assertEquals(one, Depth.ONE.reaches(entry, other));
        assertEquals(infinity, Depth.INFINITY.reaches(entry, other));
    }
}
