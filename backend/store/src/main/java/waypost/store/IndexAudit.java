package waypost.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Compares an index with one that was just made from the journal. Derived entries may differ. One thread. */
final class IndexAudit {
    private static final List<Family> COMPARED = List.of(Family.ACCOUNTS, Family.BODIES, Family.VOLUME);
    private static final long STEP = 1 << 16;

    private final Findings findings;
    private final VolumeProgress.Listener listener;
    private long compared;

    IndexAudit(Findings findings, VolumeProgress.Listener listener) {
        this.findings = findings;
        this.listener = listener;
    }

    void compare(Table made, Table found) throws IOException {
        for (Family family : COMPARED) {
            made.scan(family, new byte[0], (key, value) -> {
                Optional<byte[]> other = found.get(family, key);
                if (other.isEmpty()) {
                    differs(family, key, "is missing");
                } else if (!Arrays.equals(value, other.get())) {
                    differs(family, key, "is another");
                }
                return counted();
            });
            found.scan(family, new byte[0], (key, _) -> {
                if (made.get(family, key).isEmpty()) {
                    differs(family, key, "should not be there");
                }
                return counted();
            });
        }
    }

    private boolean counted() throws IOException {
        compared++;
        if (compared % STEP == 0) {
            listener.at(new VolumeProgress(VolumeProgress.Step.COMPARISON, compared, 0));
        }
        return true;
    }

    private void differs(Family family, byte[] key, String how) {
        findings.add(
                VolumeFinding.Kind.INDEX,
                Keys.account(family, key),
                "entry %s %s %s".formatted(family, HexFormat.of().formatHex(key), how));
    }
}
