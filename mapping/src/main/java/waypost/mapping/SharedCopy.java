package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.directory.DirectoryKind;
import waypost.mapping.CopyFellows.Offer;
import waypost.mapping.CopyGroup.Stood;

/**
 * A {@link WholeCopy} as front ends take it from each other: the groups of its file, as many of them as come. Any thread gives; one takes, before the copy is told
 * anything.
 */
final class SharedCopy implements CopySource {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.mapping");

    /** What a directory tells of so short a time is less than a copy. */
    private static final Duration MUCH = Duration.ofHours(1);

    private final WholeCopy copy;
    private final CopyFile file;
    private final String subject;
    private final DirectoryKind kind;
    private final Duration staleness;
    private final InstantSource instants;
    private final Ticker ticker;

    /**
     * One in a file.
     *
     * @param staleness older than this a copy is of no use
     */
    SharedCopy(WholeCopy copy, CopyFile file, String subject, DirectoryKind kind, Duration staleness, Tools tools) {
        this.copy = copy;
        this.file = file;
        this.subject = subject;
        this.kind = kind;
        this.staleness = staleness;
        this.instants = tools.instants();
        this.ticker = tools.ticker();
    }

    WholeCopy copy() {
        return copy;
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public CopyOffer offer() {
        if (copy.suspect()) {
            return new CopyOffer.Suspect();
        }
        copy.save();
        Optional<Stood> stood = copy.stood();
        Optional<FileEditions.Edition> edition = file.editions().now();
        return stood.isEmpty() || edition.isEmpty()
                ? new CopyOffer.None()
                : new CopyOffer.Offered(
                        edition.get().number(),
                        edition.get().length(),
                        stood.get().state(),
                        stood.get().asOf());
    }

    @Override
    public Optional<ByteBuffer> piece(long edition, long from) {
        try {
            return copy.suspect() ? Optional.empty() : file.editions().piece(edition, from);
        } catch (IOException unreadable) {
            LOG.warn("event=copy-not-given map={} why=\"{}\"", copy.map(), unreadable.toString());
            return Optional.empty();
        }
    }

    /** Has the copy begin with what another front end has, if that is much newer: the newest first, and the next where one gives nothing of use. */
    void seed(CopyFellows fellows) throws InterruptedException {
        Optional<Stood> own = copy.stood();
        Instant now = instants.instant();
        if (own.isPresent() && own.get().asOf().plus(MUCH).isAfter(now)) {
            return;
        }
        List<Offer> useful = fellows.offers(subject).stream()
                .filter(offer -> isUseful(offer.offered(), own, now))
                .sorted(Comparator.comparing((Offer offer) -> offer.offered().asOf())
                        .reversed())
                .toList();
        for (Offer offer : useful) {
            if (taken(fellows, offer)) {
                return;
            }
        }
    }

    private boolean isUseful(CopyOffer.Offered offered, Optional<Stood> own, Instant now) {
        if (offered.asOf().plus(staleness).isBefore(now)) {
            return false;
        }
        return own.isEmpty()
                || offered.asOf().isAfter(own.get().asOf().plus(MUCH))
                        && !kind.isBehind(offered.state(), own.get().state());
    }

    private boolean taken(CopyFellows fellows, Offer offer) throws InterruptedException {
        CopyOffer.Offered offered = offer.offered();
        LOG.info(
                "event=copy-offered map={} from={} octets={} as-of={}",
                copy.map(),
                offer.fellow(),
                offered.length(),
                offered.asOf());
        long begun = ticker.read();
        CopyStream octets = new CopyStream(fellows, offer, subject, ticker);
        Optional<CopyFile.Loaded> loaded = loaded(octets);
        if (loaded.isEmpty()) {
            LOG.warn(
                    "event=copy-not-taken map={} from={} octets={} of={}",
                    copy.map(),
                    offer.fellow(),
                    octets.taken(),
                    offered.length());
            return false;
        }
        copy.goOn(loaded.get(), offer.fellow());
        copy.save();
        LOG.info(
                "event=copy-taken map={} from={} entries={} octets={} of={} millis={}",
                copy.map(),
                offer.fellow(),
                copy.size(),
                octets.taken(),
                offered.length(),
                (ticker.read() - begun) / 1_000_000);
        return true;
    }

    private Optional<CopyFile.Loaded> loaded(CopyStream octets) throws InterruptedException {
        try {
            return CopyFile.load(new DataInputStream(octets), copy.map());
        } catch (InterruptedIOException stopped) {
            throw new InterruptedException(stopped.getMessage());
        } catch (IOException damaged) {
            LOG.warn("event=copy-damaged map={} why=\"{}\"", copy.map(), damaged.toString());
            return Optional.empty();
        }
    }
}
