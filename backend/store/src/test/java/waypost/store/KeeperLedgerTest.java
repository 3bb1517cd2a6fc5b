package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import waypost.identity.TransferId;
import waypost.store.KeeperLedger.Decision;
import waypost.store.KeeperLedger.Promise;
import waypost.store.KeeperLedger.Traces;

class KeeperLedgerTest {
    private static final TransferId TRANSFER = new TransferId(0, 1);
    private static final KeptEnvelope ANN = envelope("ann@example.net");
    private static final KeptEnvelope BEN = envelope("ben@example.net");

    private static KeptEnvelope envelope(String recipient) {
        return new KeptEnvelope("eve@example.org", recipient, "b", recipient, "down", Map.of());
    }

    @Test
    void keepsNothingWithoutItsBody() {
        Traces doneOnly = new Traces(TRANSFER, Optional.empty(), Optional.of(9L), Set.of());
        assertEquals(new Decision.NothingHere(), KeeperLedger.keep(doneOnly, List.of(ANN)));
    }

    @Test
    void addsWhoIsNotPromisedYetWithWhatIsKnownOfTheTransfer() {
        Traces here = new Traces(TRANSFER, Optional.of(7L), Optional.of(9L), Set.of(ANN.recipient()));
        Promise expected = new Promise(TRANSFER, BEN, 7, Optional.of(9L));
        assertEquals(new Decision.Keep(List.of(expected)), KeeperLedger.keep(here, List.of(ANN, BEN)));
        assertEquals(new Decision.Keep(List.of()), KeeperLedger.keep(here, List.of(ANN)), "asked again: 250 again");
    }

    @Test
    void whoIsNamedTwiceIsPromisedOnce() {
        Traces here = new Traces(TRANSFER, Optional.of(7L), Optional.empty(), Set.of());
        KeptEnvelope again = new KeptEnvelope("eve@example.org", BEN.recipient(), "b", "alias", "down", Map.of());
        Promise ben = new Promise(TRANSFER, BEN, 7, Optional.empty());
        Promise ann = new Promise(TRANSFER, ANN, 7, Optional.empty());
        assertEquals(new Decision.Keep(List.of(ben, ann)), KeeperLedger.keep(here, List.of(BEN, again, ANN)));
    }

    @Test
    void theFirstAttemptWaitsForDoneOrAMinute() {
        long began = 7_000_000;
        assertEquals(67_000_000, new Promise(TRANSFER, ANN, began, Optional.empty()).firstAttempt(8_000_000));
        assertEquals(8_000_000, new Promise(TRANSFER, ANN, began, Optional.of(9L)).firstAttempt(8_000_000));
    }

    @Test
    void theFirstDoneCounts() {
        Promise promise = new Promise(TRANSFER, ANN, 7, Optional.empty());
        Promise done = promise.doneAt(TRANSFER, 9).orElseThrow();
        assertEquals(Optional.of(9L), done.done());
        assertEquals(Optional.empty(), done.doneAt(TRANSFER, 10));
        assertEquals(Optional.empty(), promise.doneAt(new TransferId(0, 2), 9));
    }
}
