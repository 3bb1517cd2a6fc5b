package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import waypost.identity.AccountId;
import waypost.store.VolumeFinding;
import waypost.store.VolumeScrubbed;

/** How a scrub is told. */
final class StoreStatsTest {
    private static final AccountId ANNA = AccountId.of(1, 1);
    private static final AccountId BEN = AccountId.of(1, 2);

    private static final class Lines implements Report {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void progress(String text) {}

        @Override
        public void line(String text) {
            lines.add(text);
        }

        @Override
        public void goOn() {}

        @Override
        public void content(ByteBuffer octets) {}

        @Override
        public InputStream input() {
            return InputStream.nullInputStream();
        }
    }

    private static List<String> told(VolumeFinding... findings) throws IOException {
        Lines report = new Lines();
        Instant ended = Instant.parse("2026-11-29T03:00:00Z");
        StoreStats.scrubbed(
                new VolumeScrubbed(ended, ended, 3, 1 << 20, List.of(findings), findings.length),
                Map.of(ANNA, "anna@example.net"),
                report);
        return report.lines;
    }

    @Test
    void damageIsToldByAccount() throws IOException {
        assertEquals(List.of("  last scrub: ended 2026-11-29T03:00:00Z, 3 segments, 1.0 MiB read: sound"), told());
        assertEquals(
                List.of(
                        "  last scrub: ended 2026-11-29T03:00:00Z, 3 segments, 1.0 MiB read: 3 findings;"
                                + " 'waypost store check' says more",
                        "    of " + BEN + ": 1",
                        "    of anna@example.net: 2",
                        "    of nobody knows whom: 1"),
                told(
                        new VolumeFinding(VolumeFinding.Kind.BODY, List.of(ANNA), "x"),
                        new VolumeFinding(VolumeFinding.Kind.BODY, List.of(ANNA, BEN), "y"),
                        new VolumeFinding(VolumeFinding.Kind.JOURNAL, List.of(), "z")));
    }
}
