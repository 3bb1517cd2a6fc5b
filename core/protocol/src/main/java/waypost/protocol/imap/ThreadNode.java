package waypost.protocol.imap;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import waypost.message.BaseSubject;
import waypost.message.UnicodeCasemap;

/**
 * A message among those that a THREAD relates to each other, or a dummy for one that is not there (RFC 5256 §BASE.6.4.THREAD). Threads may
 * be as deep as the mailbox is large; nothing here calls itself.
 */
final class ThreadNode {
    /** By sent date, then by number (RFC 5256 §2.2); a dummy counts as its first child. */
    static final Comparator<ThreadNode> BY_SENT_DATE = Comparator.<ThreadNode>comparingLong(node -> node.shown().sent)
            .thenComparingInt(node -> node.shown().number);

    private final int number;
    private final long sent;
    private final long received;
    private final BaseSubject subject;
    private final String collated;
    private final SequencedSet<ThreadNode> children = new LinkedHashSet<>();
    private @Nullable ThreadNode parent;

    private ThreadNode(int number, long sent, long received, BaseSubject subject) {
        this.number = number;
        this.sent = sent;
        this.received = received;
        this.subject = subject;
        collated = UnicodeCasemap.prepare(subject.text());
    }

    static ThreadNode dummy() {
        return new ThreadNode(0, 0, Long.MIN_VALUE, new BaseSubject("", false));
    }

    static ThreadNode of(SearchedMessage message) throws IOException {
        return new ThreadNode(message.number(), message.sentSecond(), message.internalSecond(), message.baseSubject());
    }

    int number() {
        return number;
    }

    boolean isDummy() {
        return number == 0;
    }

    /** Itself, or the first child of a dummy. */
    private ThreadNode shown() {
        return isDummy() && !children.isEmpty() ? children.getFirst() : this;
    }

    /** The thread subject of RFC 5256, prepared for comparison. */
    String threadSubject() {
        return shown().collated;
    }

    boolean isReply() {
        return subject.reply();
    }

    SequencedSet<ThreadNode> children() {
        return children;
    }

    boolean hasParent() {
        return parent != null;
    }

    /** Makes this the parent of the other, whatever parent that had. */
    void adopt(ThreadNode child) {
        child.leave();
        child.parent = this;
        children.add(child);
    }

    void leave() {
        ThreadNode left = parent;
        if (left != null) {
            left.children.remove(this);
            parent = null;
        }
    }

    /** Whether this is the other or one of its descendants. */
    boolean descendsFrom(ThreadNode other) {
        if (other.children.isEmpty()) {
            return this == other;
        }
        ThreadNode at = this;
        while (at != null && at != other) {
            at = at.parent;
        }
        return at == other;
    }

    /** Puts the children into the place of this dummy. */
    void spliceOut() {
        ThreadNode above = parent;
        leave();
        for (ThreadNode child : List.copyOf(children)) {
            child.leave();
            if (above != null) {
                above.adopt(child);
            }
        }
    }

    void sortChildren() {
        List<ThreadNode> sorted = children.stream().sorted(BY_SENT_DATE).toList();
        children.clear();
        children.addAll(sorted);
    }

    /** The internal date of the message that came last, of this and its descendants, in seconds. */
    long latestArrival() {
        return bottomUp(List.of(this)).stream()
                .mapToLong(node -> node.received)
                .max()
                .orElseThrow();
    }

    /** All nodes of these threads, each behind its descendants. */
    static List<ThreadNode> bottomUp(Collection<ThreadNode> roots) {
        Deque<ThreadNode> open = new ArrayDeque<>(roots);
        List<ThreadNode> topDown = new ArrayList<>();
        while (!open.isEmpty()) {
            ThreadNode node = open.pop();
            topDown.add(node);
            node.children.forEach(open::push);
        }
        return topDown.reversed();
    }
}
