package waypost.models;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import waypost.delivery.Duty;
import waypost.delivery.Duty.Step;
import waypost.models.FanOutState.Hand;
import waypost.models.FanOutState.Node;
import waypost.protocol.smtp.Kept.Purpose;
import waypost.proxy.FanOut;
import waypost.proxy.FanOut.Effect;
import waypost.proxy.FanOut.Event;
import waypost.store.KeeperLedger;
import waypost.store.KeeperLedger.Promise;
import waypost.store.KeeperLedger.Traces;
import waypost.store.KeptEnvelope;
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
        public Seen told(Promise promise) {
            String number = Long.toString(promise.transfer().low() - 1);
            return new Seen(new TransferDigest(("0" + number).repeat(32)), promise.began(), promise.done());
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
        public KeeperLedger.Decision keep(Traces here, List<KeptEnvelope> envelopes, Node node) {
            boolean another = node.holds().stream()
                    .anyMatch(held -> !FanOutState.transfer(held).equals(here.transfer()));
            return another ? new KeeperLedger.Decision.Keep(List.of()) : AS_THEY_ARE.keep(here, envelopes, node);
        }
    };

    static final FanOutRules LATE_REFUSAL_NOT_KEPT = new FanOutRules() {
        @Override
        public KeeperLedger.Decision keep(Traces here, List<KeptEnvelope> envelopes, Node node) {
            List<KeptEnvelope> some = envelopes.stream()
                    .filter(envelope -> !envelope.parameters().containsValue(Purpose.REPORT.name()))
                    .toList();
            return AS_THEY_ARE.keep(here, some, node);
        }
    };

    static final FanOutRules NO_AGE_OF_DONE = new FanOutRules() {
        @Override
        public Seen told(Promise promise) {
            return new Seen(FanOutState.BYTES, promise.began(), Optional.empty());
        }
    };

    /** A hand-on counts as begun when it arrives. */
    static final FanOutRules NO_AGE = new FanOutRules() {
        @Override
        public Seen told(Promise promise) {
            return new Seen(FanOutState.BYTES, Long.MAX_VALUE, promise.done());
        }
    };

    static final FanOutRules FORGETS_AFTER_THE_ATTEMPT = new FanOutRules() {
        @Override
        public Step lost(Duty duty) {
            return new Step.Settled();
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
        public Duty duty(Kept entry) {
            Duty duty = entry.duty();
            return new Duty(duty.purpose(), duty.reason(), duty.began(), true);
        }
    };

    static final FanOutRules REPORTS_UNASKED = new FanOutRules() {
        @Override
        public Step due(Duty duty, Instant now) {
            Step step = duty.due(now);
            return duty.purpose() == Purpose.REPORT && step instanceof Step.HandOn
                    ? new Step.Report(duty.reason())
                    : step;
        }
    };

    static final FanOutRules FOREIGN_LIKE_OTHERS = new FanOutRules() {
        @Override
        public boolean foreignIsKnown() {
            return false;
        }
    };

    static final FanOutRules REFUSED_OF_A_GROUP_IS_NO_RECIPIENT = new FanOutRules() {
        @Override
        public FanOut.Turn turn(FanOut machine, Event event) {
            return event instanceof Event.Refused ? new FanOut.Turn(machine, List.of()) : machine.on(event);
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
