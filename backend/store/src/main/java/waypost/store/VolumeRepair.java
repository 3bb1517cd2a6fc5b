package waypost.store;

import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import waypost.identity.AccountId;

/**
 * Mends what can be mended of a closed volume: segments in which something is broken, a journal whose end cannot be told, an index that is another than the journal
 * says, numbers that could be given out a second time. What is lost is told, by account. A second time it finds nothing to do.
 */
public final class VolumeRepair {
    /** What makes an index be made again. */
    private static final Set<VolumeFinding.Kind> INDEX =
            EnumSet.of(VolumeFinding.Kind.JOURNAL, VolumeFinding.Kind.INDEX, VolumeFinding.Kind.COUNTER);

    /** What may have taken numbers along that were given out. */
    private static final Set<VolumeFinding.Kind> NUMBERS =
            EnumSet.of(VolumeFinding.Kind.JOURNAL, VolumeFinding.Kind.COUNTER);

    private final VolumeSpec spec;
    private final ClosedVolume volume;
    private final InstantSource clock;
    private final VolumeProgress.Listener listener;
    private final Findings lost = new Findings();

    private VolumeRepair(VolumeSpec spec, ClosedVolume volume, InstantSource clock, VolumeProgress.Listener listener) {
        this.spec = spec;
        this.volume = volume;
        this.clock = clock;
        this.listener = listener;
    }

    /** Whether it is done or only told. */
    public enum Mode {
        DO,
        TELL
    }

    /**
     * What was done, or would be.
     *
     * @param segments that were written anew; 0 where it is only told
     * @param index whether the index was made again
     * @param accounts whose numbers went forward; 0 where it is only told
     */
    public record Deeds(long segments, boolean index, long accounts) {}

    /** How it ended. */
    public sealed interface Result {
        /**
         * @param before what was found
         * @param lost what could not be read when segments were mended
         * @param after what is found now: bodies that are lost stay lost
         */
        record Repaired(VolumeReport before, Deeds deeds, List<VolumeFinding> lost, VolumeReport after)
                implements Result {
            public Repaired {
                lost = List.copyOf(lost);
            }
        }

        /** A node has it open. */
        record InUse() implements Result {}

        record NoVolume() implements Result {}
    }

    /** Needs room for a second index, and for a second one of the largest segments. */
    public static Result run(VolumeSpec spec, Mode mode, InstantSource clock, VolumeProgress.Listener listener)
            throws IOException {
        if (!ClosedVolume.exists(spec)) {
            return new Result.NoVolume();
        }
        try (ClosedVolume volume = ClosedVolume.claim(spec)) {
            VolumeReport before = VolumeCheck.run(volume, listener);
            return mode == Mode.TELL
                    ? new Result.Repaired(before, new Deeds(0, kinds(before, INDEX), 0), List.of(), before)
                    : new VolumeRepair(spec, volume, clock, listener).repaired(before);
        } catch (FolderInUse inUse) {
            return new Result.InUse();
        }
    }

    private static boolean kinds(VolumeReport report, Set<VolumeFinding.Kind> kinds) {
        return report.found() > report.findings().size()
                || report.findings().stream().map(VolumeFinding::kind).anyMatch(kinds::contains);
    }

    private Result repaired(VolumeReport before) throws IOException {
        if (!kinds(before, INDEX)) {
            return new Result.Repaired(before, new Deeds(0, false, 0), List.of(), before);
        }
        long segments = new JournalRepair(volume.journal(), spec.journal().segmentBytes(), lost::add).run();
        VolumeRebuild.rebuild(spec, volume, listener);
        long accounts = forward(before);
        VolumeReport after = VolumeCheck.run(volume, listener);
        return new Result.Repaired(before, new Deeds(segments, true, accounts), lost.kept(), after);
    }

    /** Records that are lost may have said that numbers were given out. Where nobody knows whose they were, all accounts go forward. */
    private long forward(VolumeReport before) throws IOException {
        if (!kinds(before, NUMBERS)) {
            return 0;
        }
        TreeSet<Long> accounts = new TreeSet<>(List.of(0L));
        boolean all = before.found() > before.findings().size();
        for (VolumeFinding finding : before.findings()) {
            if (NUMBERS.contains(finding.kind())) {
                all |= finding.accounts().isEmpty();
                finding.accounts().stream().map(AccountId::value).forEach(accounts::add);
            }
        }
        RestoreJump jump = RestoreJump.between(clock.instant(), clock.instant(), 0);
        try (Table table = VolumeParts.index(spec)) {
            AccountIndex index = new AccountIndex(table, _ -> {});
            try (Journal journal = LocalJournal.open(spec.name(), volume.journal(), spec.journal(), index, lost::add)) {
                journal.start(Journal.Owner.ALONE);
                if (all) {
                    accounts.addAll(Forwarding.accounts(table));
                }
                new Forwarding(journal, table, jump, listener).run(accounts);
            }
        }
        return accounts.size() - 1;
    }
}
