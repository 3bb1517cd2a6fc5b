package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Checks a closed volume without changing it: every record of the journal, the index against the journal, the numbers given out, and whether the bodies
 * are where they should be. One thread.
 */
public final class VolumeCheck {
    private static final String SCRATCH = "check";

    private final VolumeProgress.Listener listener;
    private final Findings findings = new Findings();
    private long accounts;
    private long messages;
    private long waiting;

    private VolumeCheck(VolumeProgress.Listener listener) {
        this.listener = listener;
    }

    /** How it ended. */
    public sealed interface Result {
        record Checked(VolumeReport report) implements Result {}

        /** A node has it open. */
        record InUse() implements Result {}

        record NoVolume() implements Result {}
    }

    /** Needs room for a second index. */
    public static Result run(VolumeSpec spec, VolumeProgress.Listener listener) throws IOException {
        if (!ClosedVolume.exists(spec)) {
            return new Result.NoVolume();
        }
        try (ClosedVolume volume = ClosedVolume.claim(spec)) {
            volume.delete(SCRATCH);
            try {
                return new Result.Checked(new VolumeCheck(listener).check(volume));
            } finally {
                volume.delete(SCRATCH);
            }
        } catch (FolderInUse inUse) {
            return new Result.InUse();
        }
    }

    private VolumeReport check(ClosedVolume volume) throws IOException {
        try (JournalAudit journal = JournalAudit.open(volume.journal(), findings, listener);
                Table made = RocksTable.open(volume.folder(SCRATCH))) {
            AccountIndex index = new AccountIndex(made, _ -> {}, findings::damaged);
            long compared = compare(volume, journal, index, made);
            journal.run(compared + 1, journal.last(), index);
            contents(journal, made);
            return new VolumeReport(
                    journal.segments().firsts().size(),
                    journal.entries(),
                    journal.records(),
                    accounts,
                    messages,
                    waiting,
                    findings.kept(),
                    findings.found());
        }
    }

    /** The index may lack the end of the journal: both are compared as at the last entry it has. Answers which that is. */
    private long compare(ClosedVolume volume, JournalAudit journal, AccountIndex index, Table made) throws IOException {
        try (Table found = RocksTable.openForReading(volume.folder("index"))) {
            Optional<byte[]> applied = found.get(Family.VOLUME, Keys.APPLIED);
            long through = applied.isPresent() ? AccountIndex.applied(ByteBuffer.wrap(applied.get())) : 0;
            if (through > journal.last()) {
                findings.add(
                        VolumeFinding.Kind.INDEX,
                        0,
                        "it has entry " + through + ", the journal ends with " + journal.last());
            }
            journal.run(1, Math.min(through, journal.last()), index);
            new IndexAudit(findings, listener).compare(made, found);
            return through;
        } catch (IndexUnreadable unreadable) {
            findings.add(VolumeFinding.Kind.INDEX, 0, String.valueOf(unreadable.getMessage()));
            return index.applied();
        }
    }

    private void contents(JournalAudit journal, Table made) throws IOException {
        CounterAudit counters = new CounterAudit(findings);
        BodyAudit bodies = new BodyAudit(journal, findings);
        made.scan(Family.ACCOUNTS, new byte[0], (key, value) -> {
            Optional<StateRecord> state =
                    Keys.isThing(key) ? Optional.of(Entry.of(value).state()) : Optional.empty();
            if (Keys.isCounts(key)) {
                counters.take(
                        Keys.account(Family.ACCOUNTS, key),
                        Keys.folderOfCounts(key),
                        StoredCounts.of(Optional.of(value)));
            }
            if (state.isPresent()) {
                counters.take(state.get());
                bodies.take(state.get());
                accounts += state.get() instanceof StateRecord.Owned ? 1 : 0;
                messages += state.get() instanceof StateRecord.Item ? 1 : 0;
                waiting += state.get() instanceof StateRecord.Kept ? 1 : 0;
            }
            return true;
        });
        counters.finish();
    }
}
