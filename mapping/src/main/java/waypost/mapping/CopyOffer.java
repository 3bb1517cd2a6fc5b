package waypost.mapping;

import java.time.Instant;

/** What somebody who is asked for a copy says of his. */
public sealed interface CopyOffer {
    /** He has none of this subject, or none on his disk yet. */
    record None() implements CopyOffer {}

    /** He has one, and does not believe what was read last: he misses too many whom he had. */
    record Suspect() implements CopyOffer {}

    /**
     * It can be taken, piece by piece.
     *
     * @param edition of his file: a piece of another one is of no use
     * @param length of all pieces, in octets
     * @param state of the directory, from which a feed can go on
     * @param asOf when the directory was in that state, or said that it still was
     */
    record Offered(long edition, long length, String state, Instant asOf) implements CopyOffer {}
}
