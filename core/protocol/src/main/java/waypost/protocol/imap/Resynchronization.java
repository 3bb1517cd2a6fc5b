package waypost.protocol.imap;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.SequenceSet.Range;

/** Brings a client up to date that has seen the mailbox before (RFC 7162 §3.2.5, §3.2.6). One session's thread. */
final class Resynchronization {
    private static final List<FetchItem> CHANGES =
            List.of(new FetchItem.Uid(), new FetchItem.Flags(), new FetchItem.ModSeq());

    private final SelectedMailbox mailbox;
    private final Enabled enabled;
    private final Replies out;

    Resynchronization(SelectedMailbox mailbox, Enabled enabled, Replies out) {
        this.mailbox = mailbox;
        this.enabled = enabled;
        this.out = out;
    }

    /** RFC 7162 §3.2.5.1. Of a mailbox that has other UIDs now, nothing is told. */
    void from(Resync known) throws IOException {
        if (known.uidValidity() != mailbox.uidValidity()) {
            return;
        }
        UidRanges all = UidRanges.between(1, mailbox.uidNext() - 1);
        UidRanges uids = known.uids()
                .map(numbers -> UidRanges.of(numbers.ranges(), SequenceSet.STAR))
                .orElse(all);
        long certain = known.samples().map(this::certain).orElse(0L);
        vanished(uids.and(UidRanges.between(certain + 1, Long.MAX_VALUE)), known.modSeq());
        FetchWriter writer = new FetchWriter(mailbox, enabled, out);
        for (Range range : uids.ranges()) {
            for (int number = MessageNumbers.firstFrom(mailbox, range.first());
                    number <= mailbox.size() && mailbox.uid(number) <= range.last();
                    number++) {
                if (mailbox.modSeq(number) > known.modSeq()) {
                    writer.write(number, enabled.uidOnly() ? CHANGES.subList(1, CHANGES.size()) : CHANGES);
                }
            }
        }
    }

    /**
     * Tells which of these have gone. What the client has not been told of in this session is left out, as it will be (RFC 7162 §3.2.10.2);
     * where it is forgotten what has gone since, all that are not there are told (§3.2.6).
     */
    void vanished(UidRanges uids, long sinceModSeq) throws IOException {
        UidRanges given = uids.and(UidRanges.between(1, mailbox.uidNext() - 1));
        Optional<List<Range>> known = mailbox.vanished(sinceModSeq);
        UidRanges candidates = known.map(gone -> given.and(UidRanges.of(gone, SequenceSet.STAR)))
                .orElse(given);
        UidRanges gone = candidates.missingFrom(mailbox);
        if (!gone.isEmpty()) {
            out.untagged("VANISHED (EARLIER) " + gone);
        }
    }

    /**
     * The last UID that has the number which the client knows it by: what went below it the client has been told of (RFC 7162 §3.2.5.2). UIDs
     * only grow, so with as many messages below it as before these are the same.
     */
    private long certain(Resync.Samples samples) {
        long certain = 0;
        Iterator<Range> ranges = samples.uids().iterator();
        Range uids = new Range(1, 0);
        long uid = 1;
        for (Range numbers : samples.numbers()) {
            for (long number = numbers.first(); number <= Math.min(numbers.last(), mailbox.size()); number++) {
                if (uid > uids.last()) {
                    if (!ranges.hasNext()) {
                        return certain;
                    }
                    uids = ranges.next();
                    uid = uids.first();
                }
                certain = mailbox.uid((int) number) == uid ? uid : certain;
                uid++;
            }
        }
        return certain;
    }
}
