package waypost.store;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.AccountId;
import waypost.identity.Ownership;

/**
 * Ends what a volume keeps only for a time: expunged messages that could be brought back, tombstones, the log of what has left folders. Each step is a commit
 * that lets the counters of an account say up to which modseq these are forgotten; the index follows. One thread at a time.
 */
final class Forgetting {
    private static final Logger log = LoggerFactory.getLogger(Forgetting.class);

    /** Tombstones of one commit, so that its batch takes some megabytes. */
    private static final int TOGETHER = 4096;

    /** What forgetting one of them costs in octets read and written, about. */
    private static final int COST = 512;

    private final String name;
    private final VolumeCore volume;
    private final AccountHead own;
    private final InstantSource clock;

    /** @param own of the volume itself */
    Forgetting(String name, VolumeCore volume, AccountHead own, InstantSource clock) {
        this.name = name;
        this.volume = volume;
        this.own = own;
        this.clock = clock;
    }

    /** What may be forgotten of an account at once. */
    private record Due(long gone, long departed, int things) {}

    /** Goes through all accounts. */
    void run(Pace pace) throws IOException {
        List<Long> accounts = new ArrayList<>(List.of(0L));
        volume.table()
                .scan(
                        Family.VOLUME,
                        VolumeKeys.byAccount(),
                        (key, _) -> accounts.add(VolumeKeys.accountByAccount(key)));
        long forgotten = 0;
        for (long account : accounts) {
            if (account != 0 && elsewhere(AccountReads.owned(volume.table(), account))) {
                left(new AccountId(account), pace);
                continue;
            }
            wipe(account, pace);
            Outcome<Integer> step = step(account);
            while (step instanceof Outcome.Done<Integer>(Integer things) && things > 0) {
                forgotten += things;
                pace.spend((long) COST * things);
                step = step(account);
            }
            pace.spend(COST);
        }
        if (forgotten > 0) {
            log.info("event=forgotten volume={} things={}", name, forgotten);
        }
    }

    /** Of an account that is another volume's, or on its way here, nothing must change here: it may come, with numbers that are not above these. */
    private static boolean elsewhere(Optional<StateRecord.Owned> owned) {
        return owned.map(known -> known.ownership().state())
                .filter(state ->
                        state instanceof Ownership.State.MovedTo || state instanceof Ownership.State.IncomingFrom)
                .isPresent();
    }

    /** What an account has left that was moved to another volume goes as what was deleted does. */
    private void left(AccountId account, Pace pace) throws IOException {
        Optional<Instant> since = LeftCopy.since(volume.table(), account.value());
        Instant before = clock.instant().minus(volume.retention().undeleteFor());
        boolean known = since.filter(at -> at.isAfter(Instant.EPOCH) && at.isBefore(before))
                .isPresent();
        if (known && volume.elsewhere(account)) {
            LeftCopy copy = new LeftCopy(volume, account);
            Outcome<Integer> step = copy.step();
            while (step instanceof Outcome.Done<Integer>(Integer things) && things > 0) {
                pace.spend((long) COST * things);
                step = copy.step();
            }
        }
    }

    /** What an administrator has deleted goes when it cannot be brought back any more. */
    private void wipe(long account, Pace pace) throws IOException {
        Instant before = clock.instant().minus(volume.retention().undeleteFor());
        if (AccountWipe.due(volume.table(), account, before)) {
            AccountWipe wipe = new AccountWipe(volume, new AccountId(account));
            Outcome<Integer> step = wipe.step();
            while (step instanceof Outcome.Done<Integer>(Integer things) && things > 0) {
                pace.spend((long) COST * things);
                step = wipe.step();
            }
        }
    }

    private Outcome<Integer> step(long account) throws IOException {
        Retention retention = volume.retention();
        Instant now = clock.instant();
        return step(account, now.minus(retention.undeleteFor()), now.minus(retention.vanished()));
    }

    /**
     * A few thousand things of one account; answers how many, 0 when there are no more.
     *
     * @param goneBefore when what may be forgotten went
     * @param vanishedBefore and what has left a folder
     */
    Outcome<Integer> step(long account, Instant goneBefore, Instant vanishedBefore) throws IOException {
        Due due = due(account, goneBefore, vanishedBefore);
        if (due.things() == 0) {
            return Outcome.done(0);
        }
        AccountHead head =
                account == 0 ? own : volume.account(new AccountId(account)).head();
        return volume.commits().run(List.of(head), Change.Growth.ESSENTIAL, drafts -> {
            Draft draft = drafts.getFirst();
            if (elsewhere(Optional.ofNullable(draft.before().owned()))) {
                return Outcome.done(0);
            }
            draft.forget(due.gone());
            draft.purge(due.departed());
            return Outcome.done(draft.empty() ? 0 : due.things());
        });
    }

    private Due due(long account, Instant goneBefore, Instant vanishedBefore) throws IOException {
        Expiry expiry = new Expiry(goneBefore.getEpochSecond(), TOGETHER);
        volume.table()
                .scan(
                        Family.ACCOUNTS,
                        Keys.gone(account),
                        (key, value) -> expiry.take(
                                Keys.modseqOfGone(key),
                                Tombstones.Mark.of(value).at()));
        long departed = AccountReads.departedBefore(volume.table(), account, vanishedBefore.getEpochSecond());
        int things = (expiry.through() > 0 ? expiry.things() : 0) + (departed > 0 ? 1 : 0);
        return new Due(expiry.through(), departed, things);
    }
}
