package waypost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3501 §6.4.4 and §7.4.2. */
final class AddressTextsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "anna@example.net|<anna@example.net>",
                "Anna <anna@example.net>|Anna <anna@example.net>",
                "anna@example.net (Anna)|Anna <anna@example.net>",
                "<anna (home) @ (there) example.net>|there <anna@example.net>",
                "\"Smith, Anna\" <\"a b\"@example.net>|Smith, Anna <a b@example.net>",
                "Anna <@one,@two:anna@example.net>|Anna <@one,@two:anna@example.net>",
                "anna|<anna>",
                "one: anna@x, otto@y;, two:;|one:; <anna@x>; <otto@y>; two:",
                "=?utf-8?q?=C3=84nne?= <a@x>|=?utf-8?q?=C3=84nne?= <a@x>",
                "``|``"
            })
    void commentsAndQuotesAreNotLookedInto(String field, String texts) {
        MessageScanner scanner = new MessageScanner();
        scanner.feed(ByteBuffer.wrap(("From: " + field + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1)));
        List<String> expected = texts.isEmpty() ? List.of() : Arrays.asList(texts.split("; ", -1));
        assertEquals(expected, AddressTexts.of(scanner.finish().envelope().from()));
    }
}
