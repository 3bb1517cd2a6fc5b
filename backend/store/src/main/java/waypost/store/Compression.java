package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import waypost.store.CleaningPlan.Run;
import waypost.store.SegmentHeader.Encoding;

/** Which segments are compressed: those that are old, if it saves something. One thread. */
final class Compression {
    /** Percent of its size that a segment may still have, to be worth it. */
    private static final int WORTH = 90;

    /** Pieces that are tried. */
    private static final int SAMPLES = 8;

    private final Optional<Duration> after;
    private final IntSupplier format;
    private final InstantSource clock;
    private final Set<Long> inVain = new HashSet<>();

    /**
     * @param after the age of what is compressed; empty for never
     * @param format that the volume is written in, now
     */
    Compression(Optional<Duration> after, IntSupplier format, InstantSource clock) {
        this.after = after;
        this.format = format;
        this.clock = clock;
    }

    /** Whether it may be worth it, as far as can be told without reading the segment. */
    boolean due(Survey.Found segment) {
        return cold(segment) && segment.header().encoding() == Encoding.PLAIN && !inVain.contains(segment.first());
    }

    private boolean cold(Survey.Found segment) {
        return after.isPresent() && segment.sealed().plus(after.get()).isBefore(clock.instant());
    }

    /** How the segment that is made of these is to be kept. */
    Encoding of(Run run, Segments segments, Pace pace) throws IOException {
        if (!run.segments().stream().allMatch(this::cold)) {
            return Encoding.PLAIN;
        }
        for (Survey.Found segment : run.segments()) {
            boolean packed = segment.header().encoding() != Encoding.PLAIN;
            if (packed || (due(segment) && shrinks(segment, segments, pace))) {
                return Encoding.least(format.getAsInt());
            }
            inVain.add(segment.first());
        }
        return Encoding.PLAIN;
    }

    private static boolean shrinks(Survey.Found found, Segments segments, Pace pace) throws IOException {
        Segment segment = segments.lease(found.first());
        try {
            long octets = segment.end() - SegmentHeader.BYTES;
            int percents = 0;
            int samples = 0;
            for (long at = SegmentHeader.BYTES; at < segment.end(); at += Math.max(Frames.OCTETS, octets / SAMPLES)) {
                ByteBuffer sample = ByteBuffer.allocate((int) Math.min(Frames.OCTETS, segment.end() - at));
                segment.file().read(sample, at);
                pace.spend(sample.capacity());
                percents += Frames.percent(sample.array(), sample.capacity());
                samples++;
            }
            return samples > 0 && percents < WORTH * samples;
        } finally {
            segments.release(segment);
        }
    }
}
