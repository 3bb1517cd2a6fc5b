package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8621 §3. */
final class ThreadLinksTest {
    private static List<Long> links(String header) {
        MessageScanner scanner = new MessageScanner();
        scanner.feed(ByteBuffer.wrap((header + "\r\n\r\ntext\r\n").getBytes(ISO_8859_1)));
        return ThreadLinks.of(scanner.finish().envelope());
    }

    private static boolean tied(String one, String other) {
        return !Collections.disjoint(links(one), links(other));
    }

    private static String ids(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(i -> "<" + i + "@x>").collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Plan|Plan|true",
                "Plan|Re: Plan|true",
                "Plan|RE: Fwd: plan|true",
                "Plan|AW: Plan|true",
                "Plan|AW: Re: SV: Plan|true",
                "Plan|Antw: Plan|true",
                "Plan|Re[2]: Plan|true",
                "Plan|[list] Re:  P lan|true",
                "Plan|AW: [list] Plan|true",
                "Plan|=?utf-8?q?AW=3A_Plan?=|true",
                "Plan|=?utf-8?q?=E7=AD=94=E5=A4=8D=EF=BC=9APlan?=|true",
                "Plan|Plans|false",
                "Plan|Another plan|false",
                "Plan|Ersatz: Plan|false",
                "AW:|AW:|true",
                "''|Re:|true",
                "''|Plan|false"
            })
    void theSubjectHasToBeTheSame(String subject, String answer, boolean tied) {
        assertEquals(
                tied,
                tied(
                        "Message-ID: <1@x>\r\nSubject: " + subject,
                        "Message-ID: <2@x>\r\nIn-Reply-To: <1@x>\r\nSubject: " + answer));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Message-ID: <1@x>|Message-ID: <1@x>|true",
                "Message-ID: <1@x>|Message-ID: <2@x>|false",
                "Message-ID: <1@x>|Message-ID: <1@X>|false",
                "Message-ID: <1@x>|References: <1@x> <2@x>|true",
                "Message-ID: <1@x>|In-Reply-To: Your mail of today <1@x>|true",
                "References: <1@x>|References: <9@x> <1@x>|true",
                "In-Reply-To: <\"1\"@x>|Message-ID: <1@x>|true",
                "Message-ID: 1@x|Message-ID: 1@x|false",
                "Message-ID: <>|Message-ID: <>|false",
                "Subject: a|Subject: a|false"
            })
    void anIdHasToBeNamedByBoth(String one, String other, boolean tied) {
        assertEquals(tied, tied(one, other));
    }

    /** The nearest first, and of many the first and the last ones. */
    @Test
    void manyReferencesAreFew() {
        List<Long> links = links("Message-ID: <m@x>\r\nIn-Reply-To: <p@x>\r\nReferences: " + ids(1, 50));
        assertEquals(ThreadLinks.MOST, links.size());
        List<Long> expected = List.of("m", "p", "50", "49", "48", "47", "46", "1").stream()
                .map(id -> links("Message-ID: <" + id + "@x>").getFirst())
                .toList();
        assertEquals(expected, links);
    }

    @Test
    void hugeFieldsCostLittle() {
        List<Long> links = links("References: " + ids(1, 9000) + "\r\nSubject: " + "a:[b]".repeat(12_000));
        assertEquals(ThreadLinks.MOST, links.size());
        assertTrue(tied("References: " + ids(1, 9000), "Message-ID: <1@x>"));
        assertTrue(links("References: <" + "x".repeat(60_000)).isEmpty());
    }
}
