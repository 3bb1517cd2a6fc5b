package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static waypost.protocol.imap.FetchMessages.bytes;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.protocol.imap.FetchItem.BodySection;
import waypost.protocol.imap.FetchItem.BodySection.Seen;
import waypost.protocol.imap.FetchItem.Partial;
import waypost.protocol.imap.FetchItem.Rfc822;
import waypost.protocol.imap.FetchItem.Section;
import waypost.protocol.imap.FetchItem.Section.Kind;

final class FetchWriterTest {
    private final FetchMailbox mailbox = new FetchMailbox()
            .with(bytes("Subject: one\n\nfirst\n"))
            .with(bytes("Subject: two\nTo: x@example.org\n\nsecond\n"), "\\Seen", "$Label1");

    @Test
    void writesItemsInTheOrderAskedFor() throws IOException {
        assertEquals(
                "* 2 FETCH (UID 17 FLAGS (\\Seen $Label1) RFC822.SIZE 43"
                        + " INTERNALDATE \" 3-Nov-2026 04:05:06 -0330\")\r\n",
                answer(
                        2,
                        new FetchItem.Uid(),
                        new FetchItem.Flags(),
                        new FetchItem.Rfc822Size(),
                        new FetchItem.InternalDate()));
        assertEquals("* 1 FETCH (FLAGS () UID 7)\r\n", answer(1, new FetchItem.Flags(), new FetchItem.Uid()));
    }

    @Test
    void asksForNoContentWhereTheRecordIsEnough() throws IOException {
        answer(2, new FetchItem.Uid(), new FetchItem.Flags(), new FetchItem.Rfc822Size(), new FetchItem.InternalDate());
        assertEquals(0, mailbox.contentsAsked);
        answer(2, new FetchItem.Envelope(), new FetchItem.BodyStructure());
        assertEquals(1, mailbox.contentsAsked);
    }

    /** RFC 8970 §4.1: NIL to who asks lazily only. */
    @Test
    void previewsThatAreNotAtHandAreMadeForWhoCanWait() throws IOException {
        FetchItem prompt = new FetchItem.Preview(FetchItem.Preview.Priority.PROMPT);
        FetchItem lazy = new FetchItem.Preview(FetchItem.Preview.Priority.LAZY);
        assertEquals("* 1 FETCH (PREVIEW \"first\")\r\n", answer(1, lazy));
        mailbox.previewsAtHand = false;
        mailbox.octetsRead = 0;
        assertEquals("* 1 FETCH (UID 7 PREVIEW NIL)\r\n", answer(1, new FetchItem.Uid(), lazy));
        assertEquals(0, mailbox.octetsRead);
        assertEquals("* 1 FETCH (PREVIEW \"first\")\r\n", answer(1, prompt));
    }

    /** What a message's header makes of one item is bounded; an answer has several. */
    @Test
    void handsOnBetweenItems() throws IOException {
        mailbox.with(bytes("Subject: " + "x".repeat(50_000) + "\nContent-Description: " + "y".repeat(50_000) + "\n\n"));
        FetchedBytes out = new FetchedBytes();
        List<FetchItem> items = List.of(
                new FetchItem.Envelope(), new FetchItem.Body(), new FetchItem.BodyStructure(), new FetchItem.Uid());
        new FetchWriter(mailbox, out).write(3, items);
        assertTrue(out.text().length() > 150_000 && out.text().endsWith(" UID 27)\r\n"));
        assertTrue(out.largest() < 120_000, () -> "wrote " + out.largest() + " at once");
    }

    @Test
    void writesTheOldNames() throws IOException {
        assertEquals(
                "* 1 FETCH (RFC822 {23}\r\nSubject: one\r\n\r\nfirst\r\n)\r\n",
                answer(1, new Rfc822(Rfc822.Old.RFC822)));
        assertEquals(
                "* 1 FETCH (RFC822.HEADER {16}\r\nSubject: one\r\n\r\n RFC822.TEXT {7}\r\nfirst\r\n)\r\n",
                answer(1, new Rfc822(Rfc822.Old.RFC822_HEADER), new Rfc822(Rfc822.Old.RFC822_TEXT)));
    }

    @Test
    void namesSectionsAsAsked() throws IOException {
        assertEquals("* 1 FETCH (BODY[] {23}\r\nSubject: one\r\n\r\nfirst\r\n)\r\n", answer(1, section(Kind.ALL)));
        assertEquals("* 1 FETCH (BODY[1] {7}\r\nfirst\r\n)\r\n", answer(1, section(Kind.ALL, 1)));
        assertEquals("* 1 FETCH (BODY[2.3] NIL)\r\n", answer(1, section(Kind.ALL, 2, 3)));
        assertEquals("* 1 FETCH (BODY[1.MIME] {16}\r\nSubject: one\r\n\r\n)\r\n", answer(1, section(Kind.MIME, 1)));
        assertEquals("* 1 FETCH (BODY[1.HEADER] NIL)\r\n", answer(1, section(Kind.HEADER, 1)));
        assertEquals(
                "* 2 FETCH (BODY[HEADER.FIELDS (to DATE)] {21}\r\nTo: x@example.org\r\n\r\n)\r\n",
                answer(2, fields(Kind.HEADER_FIELDS, "to", "DATE")));
        assertEquals(
                "* 2 FETCH (BODY[HEADER.FIELDS.NOT (to \"a b\" {1}\r\n\u00e4)] {16}\r\nSubject: two\r\n\r\n)\r\n",
                answer(2, fields(Kind.HEADER_FIELDS_NOT, "to", "a b", "\u00e4")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 100 | '<0> {7}\r\nfirst\r\n'",
                "0 | 3 | '<0> {3}\r\nfir'",
                "2 | 3 | '<2> {3}\r\nrst'",
                "6 | 9223372036854775807 | '<6> {1}\r\n\n'",
                "7 | 1 | '<7> \"\"'",
                "4294967295 | 1 | '<4294967295> \"\"'",
            })
    void cutsPartials(long offset, long count, String expected) throws IOException {
        FetchItem item = new BodySection(
                Seen.PEEK, new Section(List.of(), Kind.TEXT, List.of()), Optional.of(new Partial(offset, count)));
        assertEquals("* 1 FETCH (BODY[TEXT]" + expected + ")\r\n", answer(1, item));
    }

    @Test
    void knowsWhatSetsSeen() {
        Section all = new Section(List.of(), Kind.ALL, List.of());
        assertTrue(
                FetchWriter.setsSeen(List.of(new FetchItem.Uid(), new BodySection(Seen.SET, all, Optional.empty()))));
        assertTrue(FetchWriter.setsSeen(List.of(new Rfc822(Rfc822.Old.RFC822))));
        assertTrue(FetchWriter.setsSeen(List.of(new Rfc822(Rfc822.Old.RFC822_TEXT))));
        assertFalse(FetchWriter.setsSeen(List.of(
                new Rfc822(Rfc822.Old.RFC822_HEADER),
                new BodySection(Seen.PEEK, all, Optional.empty()),
                new FetchItem.Flags(),
                new FetchItem.Uid(),
                new FetchItem.Envelope(),
                new FetchItem.Body(),
                new FetchItem.BodyStructure(),
                new FetchItem.InternalDate(),
                new FetchItem.Rfc822Size())));
    }

    @Test
    void refusesBeforeTheFirstByte() throws IOException {
        mailbox.gone.add(1);
        FetchedBytes out = new FetchedBytes();
        FetchWriter writer = new FetchWriter(mailbox, out);
        assertThrows(
                Mailboxes.MailboxException.class,
                () -> writer.write(1, List.of(new FetchItem.Uid(), new FetchItem.Envelope())));
        assertEquals("", out.text());
        writer.write(2, List.of(new FetchItem.Uid()));
        assertEquals("* 2 FETCH (UID 17)\r\n", out.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1996-07-17T02:44:25-07:00 | 17-Jul-1996 02:44:25 -0700",
                "1996-01-01T00:00:00Z | ' 1-Jan-1996 00:00:00 +0000'",
                "2026-12-31T23:59:59.999+14:00 | 31-Dec-2026 23:59:59 +1400",
                "0970-05-09T01:02:03-00:30 | ' 9-May-0970 01:02:03 -0030'",
            })
    void writesDates(String date, String expected) {
        ImapStrings line = new ImapStrings();
        FetchDate.write(line, OffsetDateTime.parse(date));
        assertEquals('"' + expected + '"', line.toString());
    }

    @Test
    void leavesSecondsOfZonesOut() {
        ImapStrings line = new ImapStrings();
        FetchDate.write(line, OffsetDateTime.of(1900, 1, 1, 0, 0, 0, 0, ZoneOffset.ofTotalSeconds(-1172)));
        assertEquals("\" 1-Jan-1900 00:00:00 -0019\"", line.toString());
    }

    private String answer(int number, FetchItem... items) throws IOException {
        return FetchedBytes.answer(mailbox, number, items);
    }

    private static FetchItem section(Kind kind, Integer... part) {
        return new BodySection(Seen.SET, new Section(List.of(part), kind, List.of()), Optional.empty());
    }

    private static FetchItem fields(Kind kind, String... names) {
        return new BodySection(Seen.SET, new Section(List.of(), kind, List.of(names)), Optional.empty());
    }
}
