package waypost.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checks a volume without changing it: every record of the journal, the index against the journal, the numbers given out, and whether the bodies
 * are where they should be. An open one is checked as it is when that begins, and goes on meanwhile. One thread.
 */
public final class VolumeCheck {
    private static final String SCRATCH = "check";

    /** Where an open volume's index is copied to. */
    private static final String INDEX = "check.index";

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

        /** A node has it open, or another work is done on the open volume. */
        record InUse() implements Result {}

        record NoVolume() implements Result {}
    }

    /** The index as it is found. */
    private interface Found {
        Table open() throws IOException;
    }

    /** Of a closed volume. Needs room for a second index. */
    public static Result run(VolumeSpec spec, VolumeProgress.Listener listener) throws IOException {
        if (!ClosedVolume.exists(spec)) {
            return new Result.NoVolume();
        }
        try (ClosedVolume volume = ClosedVolume.claim(spec)) {
            return new Result.Checked(run(volume, listener));
        } catch (FolderInUse inUse) {
            return new Result.InUse();
        }
    }

    static VolumeReport run(ClosedVolume volume, VolumeProgress.Listener listener) throws IOException {
        VolumeCheck check = new VolumeCheck(listener);
        volume.delete(SCRATCH);
        try (JournalAudit journal = JournalAudit.open(volume.journal(), check.findings, listener)) {
            return check.check(
                    journal, volume.folder(SCRATCH), () -> RocksTable.openForReading(volume.folder("index")));
        } finally {
            volume.delete(SCRATCH);
        }
    }

    /** Of an open volume, on a platform thread; nothing is cleaned meanwhile. */
    public static Result run(Volume volume, VolumeProgress.Listener listener) throws IOException {
        return volume.upkeep()
                .alone(() -> new VolumeCheck(listener).check(volume))
                .<Result>map(Result.Checked::new)
                .orElseGet(Result.InUse::new);
    }

    /** What the copy of the index has is in the journal. */
    private VolumeReport check(Volume volume) throws IOException {
        Path folder = volume.upkeep().spec().folder();
        Path copy = folder.resolve(INDEX);
        ClosedVolume.delete(folder.resolve(SCRATCH));
        ClosedVolume.delete(copy);
        try {
            Journal open = volume.core().journal();
            long last = Math.max(volume.core().index().checkpoint(copy), open.appliedThrough());
            try (JournalAudit journal = JournalAudit.live(open.segments(), last, findings, listener)) {
                return check(journal, folder.resolve(SCRATCH), () -> RocksTable.openForReading(copy));
            }
        } finally {
            ClosedVolume.delete(folder.resolve(SCRATCH));
            ClosedVolume.delete(copy);
        }
    }

    private VolumeReport check(JournalAudit journal, Path scratch, Found open) throws IOException {
        try (Table made = RocksTable.open(scratch)) {
            AccountIndex index = new AccountIndex(made, _ -> {}, findings::damaged);
            long compared = compare(open, journal, index, made);
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
    private long compare(Found open, JournalAudit journal, AccountIndex index, Table made) throws IOException {
        try (Table found = open.open()) {
            long through = AccountIndex.applied(found);
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
