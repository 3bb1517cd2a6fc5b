package waypost.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a commit has of bodies: those that arrive with it, and whether it names parts that were appended ahead of it. Such parts are kept for the owner of their
 * term only, so a commit of any other term must not name them.
 *
 * @param term of the parts; {@link Journal#NO_TERM} when there are none
 * @param stored learns the position of the change when it is durable
 */
record Brought(long term, List<ByteBuffer> bodies, Consumer<Position> stored) {
    static final Brought NOTHING = new Brought(Journal.NO_TERM, List.of(), _ -> {});

    /** Bodies that come with the change, of which nothing went ahead. */
    static Brought of(List<ByteBuffer> bodies) {
        return new Brought(Journal.NO_TERM, bodies, _ -> {});
    }

    boolean belongsTo(long present) {
        return term == Journal.NO_TERM || term == present;
    }
}
