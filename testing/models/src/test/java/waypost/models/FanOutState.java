package waypost.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import waypost.identity.TransferId;
import waypost.protocol.smtp.SmtpReply;
import waypost.proxy.FanOut;
import waypost.store.KeeperLedger.Promise;
import waypost.store.KeeperLedger.Traces;
import waypost.store.TransferDigest;
import waypost.store.TransferLedger.Remembered;
import waypost.store.TransferLedger.Seen;

/**
 * Nodes, front ends and one client at one moment. Transfer, front end and attempt have the same number; so have node and recipient: each node
 * has one. Ticks are those of one clock for all, and only their order counts. Nodes and front ends come from a {@link Pool}.
 */
record FanOutState(List<Node> nodes, List<Front> fronts, Client client, Faults left) {
    static final TransferDigest BYTES = new TransferDigest("00".repeat(32));

    static TransferId transfer(int number) {
        return new TransferId(0, number + 1L);
    }

    /** How often each thing may still go wrong. */
    record Faults(int frontCrashes, int nodeCrashes, int cuts, int clientCuts, int refusals) {}

    enum Mood {
        NEW,
        WAITING,
        CONTENT,
        GONE
    }

    /**
     * @param front that it uses now
     * @param acknowledged how often it heard 250
     * @param doneBefore nodes that had the first transfer's DONE when the deliberate repeat began
     */
    record Client(Mood mood, int front, int acknowledged, Set<Integer> doneBefore) {}

    /**
     * @param client its connection to the client holds
     * @param said the reply that it wrote to the client
     * @param doneTo nodes that its DONE is on its way to
     * @param givenUp nodes that will never get it: it crashed, or they were away for too long
     */
    record Front(
            FanOut machine,
            boolean up,
            boolean client,
            Optional<SmtpReply> said,
            Set<Integer> doneTo,
            Set<Integer> givenUp) {
        Front with(FanOut next) {
            return new Front(next, up, client, said, doneTo, givenUp);
        }

        Front saying(SmtpReply reply) {
            return new Front(machine, up, client, Optional.of(reply), doneTo, givenUp);
        }

        Front owing(int node) {
            Set<Integer> more = new TreeSet<>(doneTo);
            more.add(node);
            return new Front(machine, up, client, said, Set.copyOf(more), givenUp);
        }

        Front told(int node) {
            Set<Integer> rest = new TreeSet<>(doneTo);
            rest.remove(node);
            return new Front(machine, up, client, said, Set.copyOf(rest), givenUp);
        }

        Front givesUp(int node) {
            Set<Integer> more = new TreeSet<>(givenUp);
            more.add(node);
            Front rest = told(node);
            return new Front(machine, up, client, said, rest.doneTo, Set.copyOf(more));
        }

        Front alone() {
            return new Front(machine, up, false, said, doneTo, givenUp);
        }

        Front crashed() {
            Front end = this;
            for (int node : doneTo) {
                end = end.givesUp(node);
            }
            return new Front(machine, false, false, said, Set.of(), end.givenUp);
        }

        /** Whether the node may yet get DONE, or never will. */
        boolean untold(int node) {
            return doneTo.contains(node) || givenUp.contains(node);
        }
    }

    enum Progress {
        OPEN,
        STREAMING,
        ENDED,
        COMMITTED
    }

    /** A transfer that is coming in at a node. */
    record Hand(long began, Progress progress, boolean holding, boolean connected) {
        Hand at(Progress next) {
            return new Hand(began, next, holding, connected);
        }

        Hand toHold() {
            return new Hand(began, progress, true, connected);
        }

        Hand alone() {
            return new Hand(began, progress, holding, false);
        }
    }

    /**
     * @param copies in the mailbox of the node's recipient
     * @param reported the sender was told that the recipient does not get it
     * @param marks DONEs known in memory
     * @param hands transfers coming in, in memory
     */
    record Node(
            boolean up,
            int copies,
            boolean reported,
            List<Remembered> memory,
            Set<Integer> holds,
            List<Kept> kept,
            Map<Integer, Hand> hands,
            Map<Integer, Long> marks) {
        static final Node EMPTY = new Node(true, 0, false, List.of(), Set.of(), List.of(), Map.of(), Map.of());

        Node crashed() {
            return new Node(false, copies, reported, memory, holds, kept, Map.of(), Map.of());
        }

        Node restarted() {
            return new Node(true, copies, reported, memory, holds, kept, hands, marks);
        }

        Node told() {
            return new Node(up, copies, true, memory, holds, kept, hands, marks);
        }

        Node arrived() {
            return new Node(up, copies, false, memory, holds, kept, hands, marks);
        }

        Node holding(Set<Integer> now) {
            return new Node(up, copies, reported, memory, Set.copyOf(now), kept, hands, marks);
        }

        Node keeping(List<Kept> now) {
            return new Node(up, copies, reported, memory, holds, List.copyOf(now), hands, marks);
        }

        Node stored(int transfer, Seen seen) {
            List<Remembered> more = new ArrayList<>(memory);
            more.add(new Remembered(FanOutState.transfer(transfer), seen));
            more.sort((one, other) ->
                    Long.compare(one.transfer().low(), other.transfer().low()));
            return new Node(up, copies + 1, reported, List.copyOf(more), holds, kept, hands, marks);
        }

        /** Stored, and not remembered. */
        Node copied() {
            return new Node(up, copies + 1, reported, memory, holds, kept, hands, marks);
        }

        Node hand(int transfer, Optional<Hand> hand) {
            Map<Integer, Hand> now = new TreeMap<>(hands);
            hand.ifPresentOrElse(present -> now.put(transfer, present), () -> now.remove(transfer));
            return new Node(up, copies, reported, memory, holds, kept, Map.copyOf(now), marks);
        }

        /** DONE has come: what is stored and kept is marked, what is held is dropped. */
        Node done(int transfer, long tick) {
            Set<Integer> held = new TreeSet<>(holds);
            held.remove(transfer);
            Map<Integer, Long> known = new HashMap<>(marks);
            known.putIfAbsent(transfer, tick);
            List<Remembered> marked = memory.stream()
                    .map(one -> one.transfer().equals(FanOutState.transfer(transfer))
                                    && one.seen().done().isEmpty()
                            ? new Remembered(one.transfer(), one.seen().doneAt(tick))
                            : one)
                    .toList();
            List<Kept> queue = kept.stream()
                    .map(one -> one.promise()
                            .doneAt(FanOutState.transfer(transfer), tick)
                            .map(Kept::new)
                            .orElse(one))
                    .toList();
            return new Node(up, copies, reported, marked, Set.copyOf(held), queue, hands, Map.copyOf(known));
        }

        /** What the node has of the transfer. A hold says when that began, as its connection does, which is still there when KEEP comes. */
        Traces traces(int transfer) {
            TransferId id = FanOutState.transfer(transfer);
            List<Promise> promised = kept.stream()
                    .map(Kept::promise)
                    .filter(one -> one.transfer().equals(id))
                    .toList();
            Optional<Long> began = holds.contains(transfer)
                    ? Optional.of(coming(transfer).began())
                    : Stream.concat(
                                    promised.stream().map(Promise::began),
                                    memory.stream()
                                            .filter(one -> one.transfer().equals(id))
                                            .map(one -> one.seen().began()))
                            .findFirst();
            Set<String> recipients =
                    promised.stream().map(one -> one.envelope().recipient()).collect(Collectors.toSet());
            return new Traces(id, began, Optional.ofNullable(marks.get(transfer)), recipients);
        }

        Node promising(List<Promise> more) {
            List<Kept> queue = new ArrayList<>(kept);
            more.forEach(promise -> queue.add(new Kept(promise)));
            queue.sort(Comparator.comparingInt(Kept::transfer).thenComparingInt(Kept::recipient));
            return keeping(queue);
        }

        Hand coming(int transfer) {
            return Objects.requireNonNull(hands.get(transfer));
        }

        boolean connected(int transfer) {
            return Optional.ofNullable(hands.get(transfer))
                    .filter(Hand::connected)
                    .isPresent();
        }

        private void ticks(Set<Long> all) {
            memory.forEach(one -> {
                all.add(one.seen().began());
                one.seen().done().ifPresent(all::add);
            });
            kept.forEach(one -> {
                all.add(one.promise().began());
                one.promise().done().ifPresent(all::add);
            });
            hands.values().forEach(hand -> all.add(hand.began()));
            all.addAll(marks.values());
        }

        private Node ticking(UnaryOperator<Long> rank) {
            List<Remembered> known = memory.stream()
                    .map(one -> new Remembered(
                            one.transfer(),
                            new Seen(
                                    BYTES,
                                    rank.apply(one.seen().began()),
                                    one.seen().done().map(rank))))
                    .toList();
            List<Kept> queue = kept.stream()
                    .map(Kept::promise)
                    .map(one -> new Kept(new Promise(
                            one.transfer(),
                            one.envelope(),
                            rank.apply(one.began()),
                            one.done().map(rank))))
                    .toList();
            Map<Integer, Hand> coming = new HashMap<>();
            hands.forEach((transfer, hand) -> coming.put(
                    transfer, new Hand(rank.apply(hand.began()), hand.progress(), hand.holding(), hand.connected())));
            Map<Integer, Long> done = new HashMap<>();
            marks.forEach((transfer, tick) -> done.put(transfer, rank.apply(tick)));
            return new Node(up, copies, reported, known, holds, queue, Map.copyOf(coming), Map.copyOf(done));
        }
    }

    /** A tick after all that count. */
    long now() {
        return ticks().stream().mapToLong(Long::longValue).max().orElse(0) + 1;
    }

    private TreeSet<Long> ticks() {
        TreeSet<Long> all = new TreeSet<>();
        nodes.forEach(node -> node.ticks(all));
        return all;
    }

    /** Ticks renumbered from 1 and equal parts made the same, so that states that differ in nothing are equal. */
    FanOutState canonical(Pool<Node> nodePool, Pool<Front> frontPool) {
        TreeSet<Long> all = ticks();
        List<Node> ranked = nodes;
        if (!all.isEmpty() && all.last() != all.size()) {
            List<Long> order = List.copyOf(all);
            ranked = nodes.stream()
                    .map(node -> node.ticking(tick -> order.indexOf(tick) + 1L))
                    .toList();
        }
        return new FanOutState(
                ranked.stream().map(nodePool::one).toList(),
                fronts.stream().map(frontPool::one).toList(),
                client,
                left);
    }

    FanOutState node(int number, Node node) {
        List<Node> changed = new ArrayList<>(nodes);
        changed.set(number, node);
        return new FanOutState(changed, fronts, client, left);
    }

    FanOutState front(int number, Front front) {
        List<Front> changed = new ArrayList<>(fronts);
        changed.set(number, front);
        return new FanOutState(nodes, changed, client, left);
    }

    FanOutState client(Client now) {
        return new FanOutState(nodes, fronts, now, left);
    }

    FanOutState left(Faults now) {
        return new FanOutState(nodes, fronts, client, now);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FanOutState state
                && Pool.same(nodes, state.nodes)
                && Pool.same(fronts, state.fronts)
                && client.equals(state.client)
                && left.equals(state.left);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Pool.hash(nodes) + Pool.hash(fronts)) + client.hashCode() * 17 + left.hashCode();
    }
}
