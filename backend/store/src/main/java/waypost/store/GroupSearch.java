package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds groups where no other says that they begin. */
final class GroupSearch {
    private static final int WINDOW = 128 << 10;

    private GroupSearch() {}

    /** The first sound head, at this offset or behind it, that is wanted. */
    static Optional<Segment.Place> first(
            Disk.DiskFile file, long mark, long offset, long end, Predicate<GroupHead> wanted) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(WINDOW);
        for (long at = offset; at < end; at += WINDOW) {
            window.clear();
            file.read(window, at);
            window.flip();
            for (int i = 0; i + Long.BYTES <= window.limit(); i += Long.BYTES) {
                if (window.getLong(i) != mark) {
                    continue;
                }
                Optional<GroupHead> head =
                        GroupHead.read(file, mark, at + i, end).filter(wanted);
                if (head.isPresent()) {
                    return Optional.of(new Segment.Place(head.get(), at + i));
                }
            }
        }
        return Optional.empty();
    }
}
