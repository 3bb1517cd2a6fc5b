package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CleaningPlanTest {
    private static final JournalIdentity VOLUME = new JournalIdentity(new UUID(1, 2), 3, 4);
    private static final long SEGMENT = 100_000;

    private final List<Survey.Found> settled = new ArrayList<>();

    private void segment(long octets, long live) {
        long first = 1 + 10L * settled.size();
        settled.add(new Survey.Found(
                first, first + 9, new SegmentHeader(VOLUME, first, 1), octets, octets, live, Instant.EPOCH));
    }

    private List<List<Long>> planned() {
        return CleaningPlan.of(settled, segment -> segment.deadBeyond(40), SEGMENT).stream()
                .map(run -> run.segments().stream().map(Survey.Found::first).toList())
                .toList();
    }

    @Test
    void theLeastNeededComesFirst() {
        segment(SEGMENT, 50_000);
        segment(SEGMENT, 90_000);
        segment(SEGMENT, 10_000);
        segment(SEGMENT, 90_000);
        segment(SEGMENT, 30_000);
        assertEquals(List.of(List.of(21L), List.of(41L), List.of(1L)), planned());
    }

    @Test
    void whatAdjoinsAndFitsBecomesOne() {
        segment(SEGMENT, 40_000);
        segment(SEGMENT, 40_000);
        segment(SEGMENT, 40_000);
        segment(SEGMENT, 99_000);
        assertEquals(List.of(List.of(1L, 11L), List.of(21L)), planned());
    }

    @Test
    void aSegmentThatWasRefusedSeparatesThoseBesideIt() {
        segment(SEGMENT, 40_000);
        segment(SEGMENT, 40_000);
        segment(SEGMENT, 40_000);
        settled.remove(1);
        assertEquals(List.of(List.of(1L), List.of(21L)), planned());
    }

    @Test
    void smallOnesBecomeOneWhenThereAreMany() {
        for (int i = 0; i < 7; i++) {
            segment(9_000, 9_000);
        }
        assertEquals(List.of(), planned());
        segment(9_000, 9_000);
        assertEquals(1, planned().size());
        assertEquals(8, planned().getFirst().size());
        segment(SEGMENT, SEGMENT);
        segment(9_000, 9_000);
        assertEquals(1, planned().size());
    }

    @Test
    void aHeaderAloneIsNoGain() {
        segment(SegmentHeader.BYTES + 100, 100);
        assertEquals(List.of(), planned());
    }
}
