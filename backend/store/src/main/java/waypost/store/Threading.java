package waypost.store;

import java.util.ArrayList;
import java.util.List;
import waypost.message.ThreadLinks;

/**
 * To which thread an item belongs, for as long as it is there, and by which links those that come later find it. Of the items that are there, no two of different
 * threads have a link in common.
 *
 * @param thread number of the item that began it; 0 when that is the item itself, or the one whose copy it is
 * @param links those of {@link ThreadLinks} that no other thread has
 */
record Threading(long thread, List<Long> links) {
    /** Of an item that an earlier release has written, and of what has no conversations: a thread of its own. */
    static final Threading NONE = new Threading(0, List.of());

    Threading {
        links = List.copyOf(links);
    }

    void write(RecordWriter out) {
        out.number(thread);
        out.number(links.size());
        links.forEach(out::fixed64);
    }

    static Threading read(RecordReader in) throws RecordReader.Malformed {
        if (!in.hasMore()) {
            return NONE;
        }
        long thread = in.number();
        int count = in.size(ThreadLinks.MOST);
        List<Long> links = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            links.add(in.fixed64());
        }
        return new Threading(thread, links);
    }
}
