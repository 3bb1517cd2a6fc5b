package waypost.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.store.BackupVerification;
import waypost.store.BackupVerification.Scope;
import waypost.store.Store;
import waypost.store.Volume;

/**
 * Reads what some account has in the last backup of each volume, once a day: a backup that nobody reads is one that nobody has. A platform thread of its own, never
 * interrupted.
 */
final class NightlyVerification implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.node");

    private static final Duration FIRST = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Store store;
    private final Path folder;
    private final RandomGenerator random;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("backup-verify").unstarted(this::run);

    /** @param folder with the backups of all volumes */
    NightlyVerification(Store store, Path folder, RandomGenerator random) {
        this.store = store;
        this.folder = folder;
        this.random = random;
    }

    NightlyVerification start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            for (Duration rest = FIRST; !closed.await(rest.toMillis(), TimeUnit.MILLISECONDS); rest = DAY) {
                once();
            }
        } catch (InterruptedException never) {
            LOG.error("event=backup-verify-stopped", never);
        }
    }

    /** Answers how many backups are not as they were, or not there. */
    int once() {
        int bad = 0;
        for (Volume volume : store.volumes()) {
            try {
                bad += verified(volume) ? 0 : 1;
            } catch (IOException failed) {
                LOG.error("event=backup-not-verified volume={} why=\"{}\"", volume.name(), Reason.of(failed));
                bad++;
            } catch (RuntimeException bug) {
                LOG.error("event=backup-not-verified volume={}", volume.name(), bug);
                bad++;
            }
        }
        return bad;
    }

    private boolean verified(Volume volume) throws IOException {
        var order = new BackupVerification.Order(
                folder.resolve(volume.name()), Optional.empty(), new Scope.AnyAccount(random), _ -> {});
        return switch (BackupVerification.run(order, volume)) {
            case BackupVerification.Result.OneAccount(var name, var account, var compared, var differences) -> {
                LOG.info(
                        "event=backup-verified volume={} backup={} account={} messages={} octets={} damaged={}",
                        volume.name(),
                        name,
                        account,
                        compared.messages(),
                        compared.octets(),
                        differences.found());
                differences
                        .first()
                        .forEach(what -> LOG.error(
                                "event=backup-damage volume={} backup={} account={} what=\"{}\"",
                                volume.name(),
                                name,
                                account,
                                what));
                yield differences.found() == 0;
            }
            case BackupVerification.Result.NoBackup() -> {
                LOG.error("event=no-backup volume={} folder={}", volume.name(), order.from());
                yield false;
            }
            case BackupVerification.Result.NoAccount(var name) -> {
                LOG.info("event=backup-verified volume={} backup={} accounts=0", volume.name(), name);
                yield true;
            }
            case BackupVerification.Result.Files _, BackupVerification.Result.InUse _ ->
                throw new IllegalStateException("an account of an open volume was to be read");
        };
    }

    /** Lets a verification that is under way end by itself: it changes nothing. */
    @Override
    public void close() {
        closed.countDown();
    }
}
