package waypost.protocol.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The threading algorithms that follow references: REFERENCES (RFC 5256 §BASE.6.4.THREAD), in its six steps, and REFS. For one THREAD. */
final class ReferenceThreads {
    /** Of more references in one message the last ones count: nobody's thread is that deep, and a forged one shall cost little. */
    private static final int MAX_REFERENCES = 100;

    /** References of all messages that are kept; beyond them only the last one of each message counts, its parent. */
    private static final int ALL_REFERENCES = 200_000;

    private final Map<String, ThreadNode> byId = new LinkedHashMap<>();
    private final List<Message> messages = new ArrayList<>();
    private int kept;

    private record Message(ThreadNode node, List<String> references) {}

    /** Takes the next message. Of several with one Message-ID the first keeps it; the others have none that anybody could name. */
    void add(SearchedMessage message) throws IOException {
        List<String> references = message.references();
        Optional<String> id = message.messageId();
        ThreadNode node = ThreadNode.of(message);
        id.ifPresent(known -> byId.putIfAbsent(known, node));
        int counting = Math.min(references.size(), kept < ALL_REFERENCES ? MAX_REFERENCES : 1);
        kept += counting;
        messages.add(
                new Message(node, List.copyOf(references.subList(references.size() - counting, references.size()))));
    }

    /** REFERENCES. */
    List<ThreadNode> threads() {
        Set<ThreadNode> roots = related();
        mergeSubjects(sorted(roots), roots);
        ThreadNode.bottomUp(roots).forEach(ThreadNode::sortChildren);
        return sorted(roots);
    }

    /** REFS (draft-ietf-morg-inthread-01 §4): subjects say nothing, and the thread that has got a message last is the last one. */
    List<ThreadNode> threadsByArrival() {
        Map<ThreadNode, Long> latest = new HashMap<>();
        Set<ThreadNode> roots = related();
        roots.forEach(root -> latest.put(root, root.latestArrival()));
        return roots.stream()
                .sorted(Comparator.<ThreadNode, Long>comparing(latest::get).thenComparing(ThreadNode.BY_SENT_DATE))
                .toList();
    }

    /** Steps 1 to 3, and the children sorted. */
    private Set<ThreadNode> related() {
        messages.forEach(this::link);
        Set<ThreadNode> roots = gather();
        prune(roots);
        ThreadNode.bottomUp(roots).forEach(ThreadNode::sortChildren);
        return roots;
    }

    private static List<ThreadNode> sorted(Set<ThreadNode> roots) {
        return roots.stream().sorted(ThreadNode.BY_SENT_DATE).toList();
    }

    /** Step 1. */
    private void link(Message message) {
        Optional<ThreadNode> before = Optional.empty();
        for (String id : message.references()) {
            ThreadNode named = byId.computeIfAbsent(id, missing -> ThreadNode.dummy());
            if (before.isPresent() && !named.hasParent() && !before.get().descendsFrom(named)) {
                before.get().adopt(named);
            }
            before = Optional.of(named);
        }
        ThreadNode node = message.node();
        node.leave(); // it may be there because a References field was cut short
        if (before.isPresent() && !before.get().descendsFrom(node)) {
            before.get().adopt(node);
        }
    }

    /** Step 2. */
    private Set<ThreadNode> gather() {
        Set<ThreadNode> roots = new LinkedHashSet<>();
        messages.stream().map(Message::node).filter(node -> !node.hasParent()).forEach(roots::add);
        byId.values().stream().filter(node -> !node.hasParent()).forEach(roots::add);
        return roots;
    }

    /** Step 3: a dummy stays only at the root, and there only with several children. */
    private static void prune(Set<ThreadNode> roots) {
        for (ThreadNode node : ThreadNode.bottomUp(roots)) {
            if (node.isDummy() && (node.hasParent() || node.children().size() < 2)) {
                if (roots.remove(node)) {
                    roots.addAll(node.children());
                }
                node.spliceOut();
            }
        }
    }

    /** Step 5, with the table of its parts A and B. */
    private static void mergeSubjects(List<ThreadNode> sorted, Set<ThreadNode> roots) {
        Map<String, ThreadNode> table = new HashMap<>();
        for (ThreadNode node : sorted) {
            table.merge(node.threadSubject(), node, ReferenceThreads::preferred);
        }
        table.remove("");
        for (ThreadNode node : sorted) {
            ThreadNode known = table.get(node.threadSubject());
            if (known != null && known != node && roots.contains(node)) {
                merge(node, known, table, roots);
            }
        }
    }

    private static ThreadNode preferred(ThreadNode known, ThreadNode node) {
        boolean better = node.isDummy() || (known.isReply() && !node.isReply());
        return !known.isDummy() && better ? node : known;
    }

    /** Step 5 C. */
    private static void merge(ThreadNode node, ThreadNode known, Map<String, ThreadNode> table, Set<ThreadNode> roots) {
        roots.remove(node);
        if (known.isDummy() && node.isDummy()) {
            List.copyOf(node.children()).forEach(known::adopt);
        } else if (known.isDummy() || (node.isReply() && !known.isReply())) {
            known.adopt(node);
        } else {
            String subject = known.threadSubject();
            ThreadNode dummy = ThreadNode.dummy();
            roots.remove(known);
            dummy.adopt(known);
            dummy.adopt(node);
            roots.add(dummy);
            table.put(subject, dummy);
        }
    }
}
