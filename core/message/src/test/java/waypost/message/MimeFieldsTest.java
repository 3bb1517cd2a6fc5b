package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.message.MimeFields.Parameter;

final class MimeFieldsTest {
    private static final String DEFAULT = "TEXT/PLAIN{CHARSET=US-ASCII}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text/html | text/html",
                "Text / HTML | Text/HTML",
                "text/plain; charset=us-ascii (Plain text) | text/plain{charset=us-ascii}",
                "text/plain; charset=\"us-ascii\" | text/plain{charset=us-ascii}",
                "(c) text (c) / (c) plain (c) ; (c) charset (c) = (c) x (c) | text/plain{charset=x}",
                "text/plain;charset=utf-8;format=flowed | text/plain{charset=utf-8}{format=flowed}",
                "text/plain; charset=utf-8 format=flowed | text/plain{charset=utf-8}{format=flowed}",
                "text/plain charset=utf-8 | text/plain{charset=utf-8}",
                "text/plain; charset=\"utf-8\" name=x | text/plain{charset=utf-8}{name=x}",
                "text/plain;;; charset=utf-8;; | text/plain{charset=utf-8}",
                "text/plain; charset=\"utf-8; name=x | text/plain{charset=utf-8; name=x}",
                "text/plain; name=my file.txt; a=b | text/plain{name=my file.txt}{a=b}",
                "text/plain; name=\"a\\\"b\" | text/plain{name=a\"b}",
                "text/plain; name= | text/plain{name=}",
                "text/plain; name | text/plain",
                "text/plain; =x; a=b | text/plain{a=b}",
                "text/plain; boundary=a=b/c?d | text/plain{boundary=a=b/c?d}",
                "x/y; n*0*=utf-8''a%20; n*1=\"b\" | x/y{n*0*=utf-8''a%20}{n*1=b}",
                "text | text/plain",
                "text; charset=utf-8 | text/plain{charset=utf-8}",
                "application | TEXT/PLAIN{CHARSET=US-ASCII}",
                "/plain | TEXT/PLAIN{CHARSET=US-ASCII}",
                "; charset=utf-8 | TEXT/PLAIN{CHARSET=US-ASCII}",
                "\"text/plain\" | TEXT/PLAIN{CHARSET=US-ASCII}",
            })
    void contentType(String value, String expected) {
        assertEquals(
                expected,
                type(scan("Content-Type: " + value + "\r\n\r\n")
                        .structure()
                        .root()
                        .fields()));
    }

    @Test
    void allFields() {
        MimeFields fields = scan("""
            Content-Type: image/png
            Content-Transfer-Encoding: "base64" (c)
            Content-ID: <a@b>
            Content-Description: some
             words
            Content-MD5: Q2hlY2s=
            Content-Disposition: attachment; filename="a b"; size=3
            Content-Language: de, (c) en-GB ,, fr
            Content-Location: http://example.org/

            """).structure().root().fields();
        assertEquals(
                new MimeFields(
                        "image",
                        "png",
                        List.of(),
                        Optional.of("<a@b>"),
                        Optional.of("some words"),
                        "base64",
                        Optional.of("Q2hlY2s="),
                        Optional.of(new MimeFields.Disposition(
                                "attachment", List.of(new Parameter("filename", "a b"), new Parameter("size", "3")))),
                        List.of("de", "en-GB", "fr"),
                        Optional.of("http://example.org/")),
                fields);
    }

    @Test
    void emptyFieldsAreAsIfMissing() {
        MimeFields fields =
                scan("Content-Type:\r\nContent-Transfer-Encoding:\r\nContent-ID: \r\nContent-Disposition:\r\n\r\n")
                        .structure()
                        .root()
                        .fields();
        assertEquals(DEFAULT, type(fields));
        assertEquals("7BIT", fields.encoding());
        assertEquals(Optional.empty(), fields.id());
        assertEquals(Optional.empty(), fields.disposition());
    }

    @Test
    void envelope() {
        Envelope envelope = scan("""
            Date: Mon, 23 Nov 2026 10:00:00 +0100
            Subject: =?utf-8?q?a?=
            \tb
            Subject: second
            From: A <a@b>
            To: c@d
            To: e@f
            Message-ID: <1@b>
            In-Reply-To:

            """).envelope();
        assertEquals(Optional.of("=?utf-8?q?a?=\tb"), envelope.subject());
        assertEquals(2, envelope.to().size());
        assertEquals(List.of(), envelope.sender());
        assertEquals(Optional.of(""), envelope.inReplyTo());
        assertEquals(Optional.of("<1@b>"), envelope.messageId());
        assertEquals(Envelope.EMPTY, scan("no header").envelope());
    }

    private static String type(MimeFields fields) {
        return fields.type() + "/" + fields.subtype()
                + fields.parameters().stream()
                        .map(parameter -> "{" + parameter.name() + "=" + parameter.value() + "}")
                        .collect(Collectors.joining());
    }

    private static Scanned scan(String message) {
        MessageScanner scanner = new MessageScanner();
        scanner.feed(ByteBuffer.wrap(message.getBytes(ISO_8859_1)));
        return scanner.finish();
    }
}
