package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewTest {
    /** Octets as ISO-8859-1 characters, lines that end in LF. */
    private static String preview(String message) throws IOException {
        byte[] octets = message.replace("\n", "\r\n").getBytes(ISO_8859_1);
        MessageScanner scanner = new MessageScanner();
        scanner.feed(ByteBuffer.wrap(octets));
        return Preview.of(Octets.of(octets), scanner.finish().structure());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'  Hello \n\n\tworld. \n' | Hello world.",
                "'> old\n>> older\nNew\n-- \nAnn' | New",
                "'> old' | > old",
                "'-- \nAnn' | -- Ann",
                "'-----BEGIN PGP MESSAGE-----\n\nhQ' | ''",
                "'a\u0007b\u00adc' | abc",
                "'' | ''",
            })
    void takesPlainTextOfTheAuthor(String text, String expected) throws IOException {
        assertEquals(expected, preview("Content-Type: text/plain; charset=iso-8859-1\n\n" + text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>One</p><p>Two <b>thr</b>ee</p> | One Two three",
                "<head><title>T</title><STYLE>p > b {}</style></head><body>Text | Text",
                "<!-- > no --><a href='>'>link</a> a < b &lt;c&gt; &amp &; | link a < b <c> &amp &;",
                "x&nbsp;&zwnj;&nbsp;&zwnj;&#847;y&#x41;&#65;&#xFFFFFFF; | x yAA&#xFFFFFFF;",
                "caf&eacute;&hellip;&yuml; | caf\u00e9\u2026\u00ff",
                "<script>if (a</b) x</scr</script>1<br/>2 | 1 2",
                "text <b unfinished | text",
                "<style>never closed | ''",
                "<img alt=\"it's\">Don't <a title=\"x\" class='y'>go</a> | Don't go",
            })
    void takesTheTextOfHtml(String html, String expected) throws IOException {
        assertEquals(expected, preview("Content-Type: text/html; charset=us-ascii\n\n" + html));
    }

    @Test
    void takesTheFirstPartThatHasText() throws IOException {
        assertEquals("shown", preview("""
                Content-Type: multipart/mixed; boundary=A

                --A
                Content-Type: multipart/alternative; boundary=B

                --B

                \s
                --B
                Content-Type: text/html
                Content-Transfer-Encoding: base64

                PGI+c2hvd24=
                --B--
                --A

                not this one
                --A--
                """));
    }

    @Test
    void takesNothingOfAttachmentsAndOthersMessages() throws IOException {
        assertEquals("", preview("""
                Content-Type: multipart/mixed; boundary=A

                --A
                Content-Disposition: attachment

                a file
                --A
                Content-Type: text/calendar

                BEGIN:VCALENDAR
                --A
                Content-Type: message/rfc822

                Subject: x

                forwarded
                --A
                Content-Transfer-Encoding: x-unknown

                unknown
                --A--
                """));
    }

    @Test
    void readsCharsetsAndWhatDoesNotSayOne() throws IOException {
        assertEquals("\u03b1", preview("Content-Type: text/plain; charset=iso-8859-7\n\n\u00e1"));
        assertEquals("\u00e4\u20ac", preview("\n\u00c3\u00a4\u00e2\u0082\u00ac"));
        assertEquals("\u20ac\u00e4", preview("\n\u0080\u00e4"));
    }

    /** RFC 8970 §3.3 counts characters, not octets and not UTF-16. */
    @Test
    void endsAtTwoHundredCharacters() throws IOException {
        String text = preview("Content-Type: text/plain; charset=utf-8\n\n" + "\u00f0\u009f\u0098\u0080".repeat(300));
        assertEquals("\ud83d\ude00".repeat(200), text);
        assertEquals("ab".repeat(100), preview("\n" + "ab".repeat(4_000)));
        assertEquals("a".repeat(199), preview("\n" + "a".repeat(199) + " b"));
    }

    /** A character that the bound of the read cuts in two is left out, and does not make the text something else. */
    @Test
    void bearsWhatIsCutOff() throws IOException {
        String blanks = " ".repeat(16 * 1024 - 2);
        assertEquals("\u00e4", preview("\n\u00c3\u00a4" + blanks.substring(1) + "\u00c3\u00a4"));
    }

    /** Whatever stands there, it ends soon and the answer is short and has no line ends. */
    @Test
    void bearsAnyHtml() {
        SplittableRandom random = new SplittableRandom(8970);
        String[] pieces = {
            "<", ">", "</", "<!--", "-->", "<style>", "<p", "\"", "'", "=", "&", ";", "&#", "x", " ", "\n", "a"
        };
        for (int i = 0; i < 2_000; i++) {
            StringBuilder html = new StringBuilder();
            for (int j = random.nextInt(400); j > 0; j--) {
                html.append(pieces[random.nextInt(pieces.length)]);
            }
            String text = HtmlText.preview(html.toString());
            assertTrue(text.length() <= Preview.LENGTH && text.indexOf('\n') < 0, text);
        }
    }

    @Test
    void readsHostileHtmlInLinearTime() {
        for (String piece : new String[] {"<style></s", "<!--", "<a b=\"", "&#", "<x "}) {
            HtmlText.preview(piece.repeat(40_000));
        }
    }
}
