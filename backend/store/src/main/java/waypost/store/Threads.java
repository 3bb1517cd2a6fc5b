package waypost.store;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the threads of the messages that a commit adds. A message joins the thread of the first of its links that is known, or begins one. Threads are never
 * joined to each other, as no message may change its own (RFC 8474 §5.2): who has links to two of them is in the first, and the other keeps its links.
 * One thread.
 */
final class Threads {
    private final AccountHead head;
    private final Map<Long, Long> added = new HashMap<>();

    Threads(AccountHead head) {
        this.head = head;
    }

    /** @param links of {@link waypost.message.ThreadLinks} */
    Threading join(long itemNo, List<Long> links) throws IOException {
        Map<Long, Long> known = known(links);
        long thread = links.stream()
                .filter(known::containsKey)
                .findFirst()
                .map(known::get)
                .orElse(itemNo);
        return add(thread == itemNo ? 0 : thread, thread, links, known);
    }

    /**
     * Of an item whose thread was found before: it comes back, or from elsewhere.
     *
     * @param thread as a {@link Threading} has it
     * @param number the thread's, never 0
     */
    Threading keep(long thread, long number, List<Long> links) throws IOException {
        return add(thread, number, links, known(links));
    }

    private Threading add(long thread, long number, List<Long> links, Map<Long, Long> known) {
        List<Long> own = links.stream()
                .filter(link -> known.getOrDefault(link, number) == number)
                .toList();
        own.forEach(link -> added.put(link, number));
        return new Threading(thread, own);
    }

    private Map<Long, Long> known(List<Long> links) throws IOException {
        Map<Long, Long> known = links.isEmpty() ? new HashMap<>() : head.threads(links);
        links.stream().filter(added::containsKey).forEach(link -> known.put(link, added.get(link)));
        return known;
    }
}
