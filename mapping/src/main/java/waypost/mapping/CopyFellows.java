package waypost.mapping;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import waypost.identity.NodeName;

/** The way to the other front ends, for the copies that they have. Any thread; blocks, for some seconds at most. */
public interface CopyFellows {
    /** Where there is nobody else. */
    CopyFellows NOBODY = new CopyFellows() {
        @Override
        public List<Offer> offers(String subject) {
            return List.of();
        }

        @Override
        public Optional<ByteBuffer> piece(Offer of, String subject, long from) {
            return Optional.empty();
        }
    };

    record Offer(NodeName fellow, CopyOffer.Offered offered) {}

    /** What those say of theirs who are there, and have one. */
    List<Offer> offers(String subject) throws InterruptedException;

    /**
     * The octets from a place on.
     *
     * @return empty if he has them no more, or did not give them in time
     */
    Optional<ByteBuffer> piece(Offer of, String subject, long from) throws InterruptedException;
}
