package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waypost.protocol.imap.ImapCommand.Tagged;
import waypost.protocol.imap.SequenceSet.Range;

class ResyncGrammarTest {
    /** RFC 7162 §7. */
    @Test
    void resynchronization() {
        SequenceSet.Numbers uids = new SequenceSet.Numbers(List.of(new Range(41, 41), new Range(43, 211)));
        Resync.Samples samples = new Resync.Samples(
                List.of(new Range(1, 1), new Range(5, 6)), List.of(new Range(41, 41), new Range(50, 51)));
        assertEquals(
                new Resync(7, 9_223_372_036_854_775_807L, Optional.of(uids), Optional.of(samples)),
                resync("7 9223372036854775807 41,43:211 (1,5:6 41,50:51)"));
        assertEquals(new Resync(7, 1, Optional.empty(), Optional.of(samples)), resync("7 1 (1,5:6 41,50:51)"));
        assertEquals(new Resync(7, 1, Optional.empty(), Optional.empty()), resync("7 1"));
    }

    private static Resync resync(String known) {
        Enabled enabled = new Enabled();
        enabled.add(ImapExtension.QRESYNC);
        byte[] command = ("t1 SELECT x (qresync (" + known + "))").getBytes(StandardCharsets.US_ASCII);
        Tagged tagged = ImapParser.parse(command, ImapExtensions.ALL, enabled);
        return assertInstanceOf(ImapCommand.Select.class, tagged.command())
                .known()
                .orElseThrow();
    }
}
