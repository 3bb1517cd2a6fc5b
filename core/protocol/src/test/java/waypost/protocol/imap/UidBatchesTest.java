package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 10022 §3.1, on a mailbox whose UIDs are ten times the numbers. */
class UidBatchesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0    | 500  | 1 | 0 | ''",
                "1    | 500  | 1 | 0 | ' 10:1'",
                "500  | 500  | 1 | 0 | ' 5000:1'",
                "501  | 500  | 1 | 0 | ' 5010:20,10:1'",
                "1500 | 500  | 1 | 0 | ' 15000:10010,10000:5010,5000:1'",
                "1500 | 700  | 2 | 3 | ' 8000:1010,1000:1'",
                "1500 | 700  | 3 | 9 | ' 1000:1'",
                "1500 | 700  | 4 | 9 | ''",
                "1500 | 4294967295 | 4294967295 | 4294967295 | ''"
            })
    void partitions(int messages, long size, long first, long last, String ranges) {
        ImapCommand.UidBatches command =
                new ImapCommand.UidBatches(size, first, last == 0 ? ImapCommand.UidBatches.ALL : last);
        assertEquals(
                "UIDBATCHES (TAG \"t\")" + ranges, UidBatches.answer("t", messages, number -> number * 10L, command));
    }
}
