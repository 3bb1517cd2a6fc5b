package waypost.models;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import waypost.models.FanOutState.Hand;
import waypost.models.FanOutState.Kept;
import waypost.models.FanOutState.Node;
import waypost.proxy.FanOut;
import waypost.proxy.FanOut.Effect;
import waypost.proxy.FanOut.Event;
import waypost.store.TransferDigest;
import waypost.store.TransferLedger;
import waypost.store.TransferLedger.Remembered;
import waypost.store.TransferLedger.Seen;

/** The rules of a fan-out, each time without one of them. */
final class FanOutMutants {
    private FanOutMutants() {}

    /** Only what is not DONE when the other arrives counts as the same. */
    static final FanOutRules ONLY_NOT_DONE = new FanOutRules() {
        @Override
        public TransferLedger.Decision decide(int transfer, Seen arriving, Node node) {
            List<Remembered> open = node.memory().stream()
                    .filter(one -> one.transfer().equals(FanOutState.transfer(transfer))
                            || one.seen().done().isEmpty())
                    .toList();
            return TransferLedger.decide(FanOutState.transfer(transfer), arriving, open);
        }
    };

    static final FanOutRules ONLY_THE_SAME_TRANSFER = new FanOutRules() {
        @Override
        public TransferLedger.Decision decide(int transfer, Seen arriving, Node node) {
            List<Remembered> same = node.memory().stream()
                    .filter(one -> one.transfer().equals(FanOutState.transfer(transfer)))
                    .toList();
            return TransferLedger.decide(FanOutState.transfer(transfer), arriving, same);
        }
    };

    /** The bytes are compared with our own Received line, which differs each time. */
    static final FanOutRules OUR_LINES_COUNT = new FanOutRules() {
        @Override
        public Seen arriving(int transfer, Hand hand, Optional<Long> done) {
            return new Seen(new TransferDigest(("0" + transfer).repeat(32)), hand.began(), done);
        }

        @Override
        public Seen told(Kept entry) {
            return new Seen(new TransferDigest(("0" + entry.transfer()).repeat(32)), entry.began(), entry.done());
        }
    };

    static final FanOutRules DONE_WHEN_WRITTEN = new FanOutRules() {
        @Override
        public Optional<Event> clientGone() {
            return Optional.of(new Event.Heard());
        }
    };

    static final FanOutRules HELD_IS_ALREADY_HERE = new FanOutRules() {
        @Override
        public Node keep(Node node, List<Kept> entries) {
            int transfer = entries.getFirst().transfer();
            boolean another = node.holds().stream().anyMatch(held -> held != transfer);
            return another ? node : AS_THEY_ARE.keep(node, entries);
        }
    };

    static final FanOutRules LATE_REFUSAL_NOT_KEPT = new FanOutRules() {
        @Override
        public Node keep(Node node, List<Kept> entries) {
            return AS_THEY_ARE.keep(
                    node, entries.stream().filter(entry -> !entry.report()).toList());
        }
    };

    static final FanOutRules NO_AGE_OF_DONE = new FanOutRules() {
        @Override
        public Seen told(Kept entry) {
            return new Seen(FanOutState.BYTES, entry.began(), Optional.empty());
        }
    };

    /** A hand-on counts as begun when it arrives. */
    static final FanOutRules NO_AGE = new FanOutRules() {
        @Override
        public Seen told(Kept entry) {
            return new Seen(FanOutState.BYTES, Long.MAX_VALUE, entry.done());
        }
    };

    static final FanOutRules FORGETS_AFTER_THE_ATTEMPT = new FanOutRules() {
        @Override
        public boolean staysUntilAnswered() {
            return false;
        }
    };

    static final FanOutRules QUEUE_IN_MEMORY = new FanOutRules() {
        @Override
        public Node crashed(Node node) {
            return node.crashed().keeping(List.of());
        }
    };

    static final FanOutRules TRANSFERS_IN_MEMORY = new FanOutRules() {
        @Override
        public Node crashed(Node node) {
            return new Node(
                    false,
                    node.copies(),
                    node.reported(),
                    List.of(),
                    node.holds(),
                    node.kept(),
                    node.crashed().hands(),
                    node.crashed().marks());
        }
    };

    /** 250 goes out with KEEP, not after its answer. */
    static final FanOutRules SAYS_250_BEFORE_KEPT = new FanOutRules() {
        @Override
        public FanOut.Turn turn(FanOut machine, Event event) {
            FanOut.Turn turn = machine.on(event);
            for (Effect effect : turn.effects()) {
                if (effect instanceof Effect.Keep(var node, var _)) {
                    return turn.next().on(new Event.KeepAnswered(node, FanOutTurns.OK));
                }
            }
            return turn;
        }
    };

    static final FanOutRules DONE_NOT_TO_LOST_NODES = new FanOutRules() {
        @Override
        public FanOut.Turn turn(FanOut machine, Event event) {
            FanOut.Turn turn = machine.on(event);
            List<Effect> some = turn.effects().stream()
                    .filter(effect -> !(effect instanceof Effect.Done(var node)
                            && machine.legs().get(node) == FanOut.Phase.LOST))
                    .toList();
            return new FanOut.Turn(turn.next(), some);
        }
    };

    static final FanOutRules REPORTS_AT_ONCE = new FanOutRules() {
        @Override
        public boolean mayReport(Kept entry) {
            return true;
        }
    };

    static final FanOutRules REPORTS_UNASKED = new FanOutRules() {
        @Override
        public boolean asksAgain() {
            return false;
        }
    };

    static final FanOutRules FOREIGN_LIKE_OTHERS = new FanOutRules() {
        @Override
        public boolean foreignIsKnown() {
            return false;
        }
    };

    static final FanOutRules LOST_COUNTS_AS_STORED = hears(event -> event instanceof Event.Lost(var node)
            ? new Event.Answer(node, Integer.parseInt(node.value().substring(1)), FanOutTurns.OK)
            : event);

    static final FanOutRules REFUSED_COUNTS_AS_STORED =
            hears(event -> event instanceof Event.Answer(var node, var number, var _)
                    ? new Event.Answer(node, number, FanOutTurns.OK)
                    : event);

    static final FanOutRules NOT_KEPT_COUNTS_AS_KEPT =
            hears(event -> event instanceof Event.KeepAnswered(var node, var _)
                    ? new Event.KeepAnswered(node, FanOutTurns.OK)
                    : event);

    private static FanOutRules hears(UnaryOperator<Event> wrongly) {
        return new FanOutRules() {
            @Override
            public FanOut.Turn turn(FanOut machine, Event event) {
                return machine.on(wrongly.apply(event));
            }
        };
    }
}
