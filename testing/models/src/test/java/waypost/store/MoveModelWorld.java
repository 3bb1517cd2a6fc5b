package waypost.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import waypost.models.Explorer;
import waypost.store.StateRecord.Item;

/** An account that changes and goes between two volumes of a node, whose process may end at each append. Every step is a life of the process. */
final class MoveModelWorld implements Explorer.World<MoveState> {
    private static final Instant BEGIN = Instant.parse("2026-11-23T12:00:00Z");
    private static final OffsetDateTime DATE = OffsetDateTime.parse("2026-11-23T12:00:00Z");

    /** Appends of a move that the process may end at. */
    private static final int APPENDS = 8;

    private final int changes;
    private final int moves;
    private final int ends;
    private final Rules rules;

    /** What a move and the nights do; a mutant leaves one thing out. */
    interface Rules {
        Rules AS_THEY_ARE = new Rules() {};

        /** Of what is copied, what arrives. */
        default List<StateRecord> copied(List<StateRecord> records) {
            return records;
        }

        default boolean settles() {
            return true;
        }

        default boolean holds() {
            return true;
        }

        default void night(Volume volume) throws IOException {
            volume.forgetting().run(Pace.FULL);
        }
    }

    MoveModelWorld(int changes, int moves, int ends, Rules rules) {
        this.changes = changes;
        this.moves = moves;
        this.ends = ends;
        this.rules = rules;
    }

    /** A piece of work in one life of the process; answers what is to be there then, or nothing when that has not changed. */
    @FunctionalInterface
    private interface Life {
        void live(MoveNode node, int home, Set<Long> given) throws IOException;
    }

    @Override
    public MoveState initial() {
        try {
            MoveNode node = new MoveNode(List.of(List.of(), List.of()), BEGIN);
            MoveNode.create(node.volume(0));
            return new MoveState(node.written(), node.view(0), Set.of(), "", 0, 0, 0, 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private MoveNode open(MoveState state) throws IOException {
        MoveNode node = new MoveNode(state.written(), BEGIN.plus(Duration.ofDays(state.day())));
        if (rules.settles()) {
            AccountMove.settle(node.volumes());
        }
        return node;
    }

    /** A life in which the account changes: what is there at its end is what is to be there. */
    private MoveState changed(MoveState state, Life life) {
        try {
            MoveNode node = open(state);
            int home = node.homes().getFirst();
            Set<Long> given = new HashSet<>(state.given());
            life.live(node, home, given);
            boolean twice = given.contains(-1L);
            return new MoveState(
                    node.written(),
                    node.view(home),
                    Set.copyOf(given),
                    twice ? "a number is given out twice" : "",
                    state.day(),
                    state.changes() + 1,
                    state.moves(),
                    state.ends());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** @param killAt append of the volume at which the process ends; 0 for none */
    private MoveState moved(MoveState state, int volume, int killAt) {
        try {
            MoveNode node = open(state);
            int home = node.homes().getFirst();
            Volume from = node.volume(home);
            Volume to = node.volume(1 - home);
            Map<String, String>[] expected = expected(state.expected());
            node.journal(1 - home).scribe(records -> {
                boolean ready = records.stream().anyMatch(MoveModelWorld::ready);
                if (ready && !rules.holds()) {
                    AccountHead unheld = new AccountHead(
                            MoveNode.ALICE.value(), this, from.core().table());
                    node.change(home, unheld, drafts -> FolderCommits.subscribe(drafts.getFirst(), "late"));
                    expected[0] = node.view(home);
                }
                return rules.copied(records);
            });
            node.journal(volume).killAt(killAt);
            boolean ended = false;
            try {
                var _ = new AccountMove(
                                MoveNode.ALICE, from, to, MoveNode.NODE, new SplittableRandom(state.moves() + 1))
                        .run(_ -> {});
            } catch (ListJournal.Killed end) {
                ended = true;
            }
            return new MoveState(
                    node.written(),
                    expected[0],
                    state.given(),
                    "",
                    state.day(),
                    state.changes(),
                    state.moves() + 1,
                    state.ends() + (ended ? 1 : 0));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no generics
    private static Map<String, String>[] expected(Map<String, String> before) {
        return new Map[] {before};
    }

    private static boolean ready(StateRecord record) {
        return record instanceof StateRecord.Owned owned
                && owned.ownership().state() instanceof waypost.identity.Ownership.State.IncomingFrom incoming
                && incoming.ready();
    }

    @Override
    public List<Explorer.Step<MoveState>> steps(MoveState state) {
        List<Explorer.Step<MoveState>> steps = new ArrayList<>();
        if (!state.wrong().isEmpty()) {
            return steps;
        }
        if (state.changes() < changes) {
            step(steps, "a message comes", () -> changed(state, MoveModelWorld::append));
            step(steps, "the first is flagged", () -> changed(state, (node, home, _) -> items(node, home, false)));
            step(steps, "the first is expunged", () -> changed(state, (node, home, _) -> items(node, home, true)));
            step(steps, "nights pass", () -> night(state));
        }
        if (state.moves() < moves) {
            step(steps, "it moves", () -> moved(state, 0, 0));
        }
        return steps;
    }

    @Override
    public List<Explorer.Step<MoveState>> faults(MoveState state) {
        List<Explorer.Step<MoveState>> steps = new ArrayList<>();
        if (state.wrong().isEmpty() && state.moves() < moves && state.ends() < ends) {
            for (int volume = 0; volume < 2; volume++) {
                for (int append = 1; append <= APPENDS; append++) {
                    int of = volume;
                    int at = append;
                    step(steps, "it moves, ends at append " + at + " of v" + (of + 1), () -> moved(state, of, at));
                }
            }
        }
        return steps;
    }

    private static void step(
            List<Explorer.Step<MoveState>> steps, String name, java.util.function.Supplier<MoveState> after) {
        steps.add(new Explorer.Step<>(() -> name, after));
    }

    private static void append(MoveNode node, int home, Set<Long> given) throws IOException {
        node.change(home, node.head(home), drafts -> {
            Draft draft = drafts.getFirst();
            NewMessage message = new NewMessage(Folder.INBOX, "X: " + given.size() + "\r\n", Flags.NONE, DATE);
            Appended appended = ItemCommits.append(draft, message, new StoredBody(List.of(), 0, 0, false), List.of());
            if (!given.add(appended.itemNo())) {
                given.add(-1L);
            }
            return Outcome.done(appended);
        });
    }

    /** The first message, if there is one. */
    private static void items(MoveNode node, int home, boolean expunge) throws IOException {
        Optional<Item> first =
                AccountReads.all(node.volume(home).core().table(), Keys.items(MoveNode.ALICE.value()), Item.class)
                        .stream()
                        .findFirst();
        if (first.isPresent()) {
            List<MessageRef> one =
                    List.of(new MessageRef(first.get().itemNo(), first.get().uid()));
            FlagChange seen = new FlagChange.Add(Flags.SEEN);
            node.change(home, node.head(home), drafts -> {
                Draft draft = drafts.getFirst();
                return expunge
                        ? ItemCommits.expunge(draft, Folder.INBOX, one, Flags.NONE)
                                .map(List::size)
                        : ItemCommits.flag(draft, Folder.INBOX, one, seen, Long.MAX_VALUE)
                                .map(flagged -> flagged.changed().size());
            });
        }
    }

    /** So many that all that may be forgotten is. */
    private MoveState night(MoveState state) {
        MoveState late = new MoveState(
                state.written(),
                state.expected(),
                state.given(),
                "",
                state.day() + 40,
                state.changes(),
                state.moves(),
                state.ends());
        MoveState after = changed(late, (node, _, _) -> {
            for (Volume volume : node.volumes()) {
                rules.night(volume);
            }
        });
        return there(state.expected()).equals(there(after.expected()))
                ? after
                : new MoveState(after.written(), Map.of(), Set.of(), "a night changes what is there", 0, 0, 0, 0);
    }

    /** Messages, folders and what else a client sees. */
    private static Map<String, String> there(Map<String, String> view) {
        Map<String, String> there = new TreeMap<>(view);
        there.keySet().remove("counters");
        there.values().removeIf(value -> value.contains("Gone[") || value.startsWith("Departed["));
        return there;
    }

    @Override
    public Optional<String> violation(MoveState state) {
        if (!state.wrong().isEmpty()) {
            return Optional.of(state.wrong());
        }
        try {
            MoveNode node = open(state);
            List<Integer> homes = node.homes();
            if (homes.size() != 1) {
                return Optional.of(homes.size() + " volumes serve it");
            }
            Map<String, String> there = node.view(homes.getFirst());
            return there.equals(state.expected())
                    ? Optional.empty()
                    : Optional.of("there is " + there + ", not " + state.expected());
        } catch (IOException failed) {
            return Optional.of(failed.toString());
        }
    }
}
