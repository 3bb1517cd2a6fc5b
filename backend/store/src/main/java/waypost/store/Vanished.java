package waypost.store;

import java.util.List;

/** What is known of the messages that have left a folder since some modseq (RFC 7162 §3.2.10). */
public sealed interface Vanished {
    /** All of them, expunged or moved: growing, as few ranges as there can be. */
    record Uids(List<UidRange> uids) implements Vanished {
        public Uids {
            uids = List.copyOf(uids);
        }
    }

    /** What left so early is forgotten: who asks has to compare all UIDs. */
    record TooOld() implements Vanished {}
}
