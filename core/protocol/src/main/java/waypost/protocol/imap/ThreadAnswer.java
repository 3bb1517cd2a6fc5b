package waypost.protocol.imap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** The THREAD response (RFC 5256 §BASE.7.2.THREAD). */
final class ThreadAnswer {
    private ThreadAnswer() {}

    /** @param identifier makes the number that the client asked for of a message's number */
    static String of(List<ThreadNode> threads, IntToLongFunction identifier) {
        StringBuilder answer = new StringBuilder("THREAD");
        if (!threads.isEmpty()) {
            answer.append(' ');
        }
        Deque<Optional<ThreadNode>> rest = new ArrayDeque<>(); // nothing: a list that is to be closed
        threads.forEach(thread -> rest.add(Optional.of(thread)));
        while (!rest.isEmpty()) {
            Optional<ThreadNode> next = rest.pop();
            if (next.isEmpty()) {
                answer.append(')');
                continue;
            }
            ThreadNode last = members(next.get(), answer.append('('), identifier);
            rest.push(Optional.empty());
            if (!last.children().isEmpty() && !last.isDummy()) {
                answer.append(' ');
            }
            last.children().reversed().forEach(child -> rest.push(Optional.of(child)));
        }
        return answer.toString();
    }

    /** thread-members: parents and their only children; answers the one that has several or none. */
    private static ThreadNode members(ThreadNode first, StringBuilder answer, IntToLongFunction identifier) {
        ThreadNode at = first;
        append(at, answer, identifier);
        while (at.children().size() == 1) {
            boolean shown = !at.isDummy();
            at = at.children().getFirst();
            if (shown) {
                answer.append(' ');
            }
            append(at, answer, identifier);
        }
        return at;
    }

    private static void append(ThreadNode node, StringBuilder answer, IntToLongFunction identifier) {
        if (!node.isDummy()) {
            answer.append(identifier.applyAsLong(node.number()));
        }
    }
}
