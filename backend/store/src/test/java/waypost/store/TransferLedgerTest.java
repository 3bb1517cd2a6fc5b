package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.identity.TransferId;

/** Every order of two transfers' begins and DONEs; 0 stands for "not DONE". */
class TransferLedgerTest {
    private static final TransferId EARLIER = new TransferId(0, 1);
    private static final TransferId ARRIVING = new TransferId(0, 2);
    private static final TransferDigest BYTES = TransferDigest.of("bob@example.org", new byte[32]);
    private static final TransferDigest OTHER_SENDER = TransferDigest.of("eve@example.org", new byte[32]);

    @ParameterizedTest
    @CsvSource({
        "1, 0, 2, 0, true", // a retry after a lost 250
        "1, 2, 3, 0, false", // a deliberate repeat
        "1, 3, 2, 0, true", // DONE came after the second MAIL
        "3, 0, 1, 2, false", // a late hand-on of what was DONE before the other began
        "2, 0, 1, 3, true", // a late commit: the other was DONE meanwhile, but they overlapped
        "1, 2, 1, 2, true"
    })
    void oneIfTheyOverlap(long began, long done, long otherBegan, long otherDone, boolean alreadyHere) {
        var remembered = new TransferLedger.Remembered(EARLIER, seen(BYTES, began, done));
        TransferLedger.Decision expected =
                alreadyHere ? new TransferLedger.Decision.AlreadyHere(EARLIER) : new TransferLedger.Decision.Store();
        assertEquals(
                expected, TransferLedger.decide(ARRIVING, seen(BYTES, otherBegan, otherDone), List.of(remembered)));
        assertEquals(
                new TransferLedger.Decision.Store(),
                TransferLedger.decide(ARRIVING, seen(OTHER_SENDER, otherBegan, otherDone), List.of(remembered)));
        assertEquals(
                new TransferLedger.Decision.AlreadyHere(EARLIER),
                TransferLedger.decide(EARLIER, seen(OTHER_SENDER, otherBegan, otherDone), List.of(remembered)));
    }

    private static TransferLedger.Seen seen(TransferDigest digest, long began, long done) {
        return new TransferLedger.Seen(digest, began, done == 0 ? Optional.empty() : Optional.of(done));
    }
}
