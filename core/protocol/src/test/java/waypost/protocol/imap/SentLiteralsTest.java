package waypost.protocol.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.protocol.LyingOctets;
import waypost.protocol.SendingOutput;
import waypost.protocol.imap.FetchItem.BodySection;
import waypost.protocol.imap.FetchItem.BodySection.Seen;
import waypost.protocol.imap.FetchItem.Partial;
import waypost.protocol.imap.FetchItem.Rfc822;
import waypost.protocol.imap.FetchItem.Section;
import waypost.protocol.imap.FetchItem.Section.Kind;

/** Literals that go out from the file where they lie are the same as those that are read. */
class SentLiteralsTest {
    private static final String HEADER = "Subject: x\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    private static final String TEXT = "aGVsbG8sIHdvcmxk\r\n";
    private static final int ALL = HEADER.length() + TEXT.length();

    private final FetchMailbox mailbox = new FetchMailbox().with((HEADER + TEXT).getBytes(ISO_8859_1));

    private static FetchItem section(Kind kind, Optional<Partial> partial) {
        return new BodySection(Seen.PEEK, new Section(List.of(), kind, List.of()), partial);
    }

    private static List<Arguments> items() {
        return List.of(
                Arguments.of(section(Kind.ALL, Optional.empty()), ALL),
                Arguments.of(section(Kind.ALL, Optional.of(new Partial(3, 20))), 20),
                Arguments.of(section(Kind.ALL, Optional.of(new Partial(3, 5000))), ALL - 3),
                Arguments.of(section(Kind.ALL, Optional.of(new Partial(5000, 5000))), 0),
                Arguments.of(section(Kind.TEXT, Optional.empty()), TEXT.length()),
                Arguments.of(section(Kind.HEADER, Optional.empty()), HEADER.length()),
                Arguments.of(new Rfc822(Rfc822.Old.RFC822), ALL),
                Arguments.of(new FetchItem.Binary(Seen.PEEK, List.of(1), Optional.empty()), 0),
                Arguments.of(new FetchItem.Envelope(), 0));
    }

    @ParameterizedTest
    @MethodSource("items")
    void whatIsSentIsWhatIsRead(FetchItem item, int sent) throws IOException {
        String read = FetchedBytes.answer(mailbox, 1, new FetchItem.Uid(), item, item);
        mailbox.lies = LyingOctets::new;
        FetchedBytes bytes = new FetchedBytes();
        SendingOutput out = new SendingOutput(bytes);
        Replies replies = new Replies(out);
        new FetchWriter(mailbox, replies).write(1, List.of(new FetchItem.Uid(), item, item));
        assertEquals(read, bytes.text());
        assertEquals(2 * sent, out.sent());
        assertFalse(replies.broken());
    }

    /** RFC 4978: of what is deflated nothing goes out as it lies. */
    @ParameterizedTest
    @MethodSource("items")
    void nothingIsSentThatHasToBeDeflated(FetchItem item) throws IOException {
        mailbox.lies = LyingOctets::new;
        SendingOutput out = new SendingOutput(new FetchedBytes());
        Compression compression = new Compression();
        new FetchWriter(mailbox, new Replies(compression.to(out))).write(1, List.of(item));
        compression.end();
        assertEquals(0, out.sent());
    }
}
