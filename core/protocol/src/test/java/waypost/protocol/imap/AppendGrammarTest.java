package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import waypost.protocol.imap.ImapCommand.Numbering;

/** The first line of APPEND and REPLACE; those behind it are in {@link ImapReceiverTest}. */
class AppendGrammarTest {
    private static ImapCommand parse(String command) {
        return ImapParser.parse(("t " + command).getBytes(StandardCharsets.ISO_8859_1), ImapExtensions.ALL)
                .command();
    }

    @Test
    void append() {
        assertEquals(
                new ImapCommand.Append(
                        "Entwürfe",
                        message(
                                List.of("\\Draft", "$x"),
                                Optional.of(OffsetDateTime.parse("2026-02-01T03:04:05+05:30")),
                                7,
                                ImapCommand.Literal.NON_SYNCHRONIZING)),
                parse("APPEND Entw&APw-rfe (\\DRAFT $x) \" 1-feb-2026 03:04:05 +0530\" {7+}"));
        assertEquals(
                new ImapCommand.Append(
                        "x",
                        message(
                                List.of(),
                                Optional.empty(),
                                7,
                                ImapCommand.Literal.SYNCHRONIZING,
                                AppendStep.Wrapping.BINARY)),
                parse("APPEND x ~{7}")); // RFC 3516 §7
    }

    private static List<AppendStep> message(
            List<String> flags, Optional<OffsetDateTime> date, long size, ImapCommand.Literal literal) {
        return message(flags, date, size, literal, AppendStep.Wrapping.NOTHING);
    }

    private static List<AppendStep> message(
            List<String> flags,
            Optional<OffsetDateTime> date,
            long size,
            ImapCommand.Literal literal,
            AppendStep.Wrapping wrapping) {
        return List.of(
                new AppendStep.Message(flags, date, OptionalLong.of(size)),
                new AppendStep.Octets(size, literal, wrapping));
    }

    /** RFC 4469 §5; with MULTIAPPEND a message may begin behind one that is complete. */
    @Test
    void catenate() {
        AppendStep.Message begins = new AppendStep.Message(List.of(), Optional.empty(), OptionalLong.empty());
        AppendStep.Octets text = new AppendStep.Octets(5, ImapCommand.Literal.SYNCHRONIZING, AppendStep.Wrapping.PART);
        assertEquals(
                new ImapCommand.Append("x", List.of(begins, new AppendStep.Url("/x;u"), new AppendStep.End())),
                parse("APPEND x catenate (url /x;u)"));
        assertEquals(
                new ImapCommand.Append("x", List.of(begins, new AppendStep.Url("/ü"), text)),
                parse("APPEND x CATENATE (URL {2+}\r\n/ü TEXT {5}"));
        assertEquals(
                new ImapCommand.Replace(
                        Numbering.UID,
                        4,
                        "x",
                        List.of(
                                begins,
                                new AppendStep.Url("/a"),
                                new AppendStep.Message(List.of("\\Seen"), Optional.empty(), OptionalLong.empty()),
                                text)),
                parse("UID REPLACE 4 x CATENATE (URL \"/a\") (\\Seen) CATENATE (TEXT {5}"));
    }

    /** RFC 8508 §5: seq-number and mailbox, then all that APPEND takes. */
    @Test
    void replace() {
        List<AppendStep> plain = message(List.of(), Optional.empty(), 5, ImapCommand.Literal.SYNCHRONIZING);
        List<AppendStep> draft = message(
                List.of("\\Draft"),
                Optional.of(OffsetDateTime.parse("2026-02-01T03:04:05Z")),
                7,
                ImapCommand.Literal.NON_SYNCHRONIZING);
        assertEquals(new ImapCommand.Replace(Numbering.SEQUENCE, 4, "Drafts", plain), parse("REPLACE 4 Drafts {5}"));
        assertEquals(
                new ImapCommand.Replace(Numbering.UID, SequenceSet.STAR, "INBOX", draft),
                parse("uid replace * {5+}\r\ninbox (\\Draft) \" 1-Feb-2026 03:04:05 +0000\" {7+}"));
    }
}
