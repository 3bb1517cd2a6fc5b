package waypost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Structures of sample messages, written down by hand from the files. */
final class SampleStructuresTest {
    private static final Path DATA = Path.of(System.getProperty("waypost.repository"), "testing", "data");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        flanker/messages/torture-part.eml | MULTIPART/MIXED (TEXT/PLAIN, MESSAGE/RFC822 <multipart/alternative (TEXT/PLAIN)>)
        flanker/messages/missing-final-boundary.eml | multipart/alternative (text/plain)
        flanker/messages/false-multipart.eml | multipart/alternative (TEXT/PLAIN)
        flanker/messages/enclosed.eml | multipart/mixed (text/plain, message/rfc822 <multipart/alternative (text/plain, text/html)>)
        flanker/messages/enclosed-global.eml | multipart/mixed (text/plain, message/global <multipart/alternative (text/plain, text/html)>)
        flanker/messages/enclosed-broken.eml | multipart/mixed (text/plain, message/rfc822 <multipart/alternative (text/plain, text/html)>)
        flanker/messages/dashed-boundaries.eml | multipart/alternative (text/plain, text/html)
        mail-ruby/mime_emails/email_with_similar_boundaries.eml | multipart/mixed (multipart/alternative (text/plain, text/html), application/octetstream)
        mail-ruby/mime_emails/raw_email_with_illegal_boundary.eml | multipart/alternative (text/plain, text/html)
        mimekit/dkim/multipart-no-end-boundary.msg | multipart/alternative (text/plain, text/html)
        mimekit/messages/missing-subtype.txt | TEXT/PLAIN
        waypost/boundary-prefix.eml | multipart/mixed (multipart/alternative (TEXT/PLAIN), TEXT/PLAIN)
        waypost/boundary-padding.eml | multipart/mixed (TEXT/PLAIN)
        waypost/digest.eml | multipart/digest (MESSAGE/RFC822 <TEXT/PLAIN>, MESSAGE/RFC822 <TEXT/PLAIN>)
        waypost/nested-message.eml | message/rfc822 <message/rfc822 <TEXT/PLAIN>>
        waypost/no-boundary.eml | TEXT/PLAIN
        waypost/no-delimiter.eml | multipart/mixed (TEXT/PLAIN)
        waypost/junk-in-header.eml | text/html
        waypost/space-before-colon.eml | text/html
        waypost/long-field.eml | text/html
        """)
    void structure(String file, String expected) throws IOException {
        MessageScanner scanner = new MessageScanner();
        scanner.feed(ByteBuffer.wrap(Files.readAllBytes(DATA.resolve(file))));
        String outline = Outline.of(scanner.finish().structure().root(), _ -> "");
        String typesOnly = outline.replaceAll("(?<=[A-Za-z0-9-]) \\d+", "").replaceAll("<[^<>()]* (?=[A-Za-z]+/)", "<");
        assertEquals(expected, typesOnly);
    }
}
