package waypost.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waypost.models.Explorer;
import waypost.store.RestoreState.Mailbox;
import waypost.store.StateRecord.Counters;
import waypost.store.StateRecord.FolderState;
import waypost.store.StateRecord.Item;

/** A folder that changes, is backed up and restored, and a client that comes by now and then. */
final class RestoreWorld implements Explorer.World<RestoreState> {
    private final int changes;
    private final int restores;
    private final Rules rules;

    /** How numbers go forward in a restore; a mutant leaves one behind. */
    interface Rules {
        Rules AS_THEY_ARE = new Rules() {};

        /** All within one second: the worst that clocks can do. */
        default RestoreJump jump(int again) {
            return RestoreJump.between(RestoreState.TAKEN, RestoreState.TAKEN, again);
        }

        default Counters counters(RestoreJump jump, Counters before) {
            return jump.counters(before);
        }

        default FolderState folder(RestoreJump jump, FolderState before, Counters account) {
            return jump.folder(before, account);
        }

        default Item item(RestoreJump jump, Item before, Counters account) {
            return jump.item(before, account);
        }
    }

    RestoreWorld(int changes, int restores, Rules rules) {
        this.changes = changes;
        this.restores = restores;
        this.rules = rules;
    }

    @Override
    public RestoreState initial() {
        return RestoreState.first();
    }

    @Override
    public List<Explorer.Step<RestoreState>> steps(RestoreState state) {
        List<Explorer.Step<RestoreState>> steps = new ArrayList<>();
        if (!state.synced()) {
            step(steps, "the client comes by", state.sync());
        }
        if (state.changes() < changes) {
            step(steps, "a message comes", appended(state));
            for (Item item : state.now().items().values()) {
                step(steps, "flags " + item.uid(), flagged(state, item));
                step(steps, "expunges " + item.uid(), expunged(state, item));
            }
        }
        return steps;
    }

    @Override
    public List<Explorer.Step<RestoreState>> faults(RestoreState state) {
        List<Explorer.Step<RestoreState>> steps = new ArrayList<>();
        if (state.backup().isEmpty()) {
            step(steps, "a backup is made", state.backedUp());
        } else if (state.restores() < restores) {
            step(steps, "it is restored", state.restored(forward(state.backup().get(), state.restores())));
        }
        return steps;
    }

    private static void step(List<Explorer.Step<RestoreState>> steps, String name, RestoreState after) {
        steps.add(new Explorer.Step<>(() -> name, () -> after));
    }

    private Mailbox forward(Mailbox backup, int again) {
        RestoreJump jump = rules.jump(again);
        Map<Long, Item> items = new HashMap<>();
        backup.items().forEach((number, item) -> items.put(number, rules.item(jump, item, backup.counters())));
        Counters counters = rules.counters(jump, backup.counters());
        Map<Long, Long> gone = new HashMap<>(backup.gone());
        gone.values().removeIf(modseq -> modseq <= counters.purged());
        FolderState folder = rules.folder(jump, backup.folder(), backup.counters());
        return new Mailbox(counters, folder, Map.copyOf(items), backup.contents(), Map.copyOf(gone));
    }

    private static Counters next(Counters before, int items) {
        return new Counters(
                1,
                before.version() + 1,
                before.itemNo() + items,
                before.folderId(),
                before.uidValidity(),
                before.purged(),
                before.forgotten());
    }

    private static RestoreState appended(RestoreState state) {
        Mailbox now = state.now();
        Counters counters = next(now.counters(), 1);
        long uid = now.folder().uidNext();
        Item item = new Item(
                1,
                counters.version(),
                counters.itemNo(),
                1,
                uid,
                ItemKind.MAIL,
                Flags.NONE,
                new ReceivedAt(0, 0),
                new ItemHistory(counters.version(), 1, 1, 0, "", 0),
                "",
                new StoredBody(List.of(), 0, 0, false));
        Map<Long, Item> items = new HashMap<>(now.items());
        items.put(item.itemNo(), item);
        Map<Long, Integer> contents = new HashMap<>(now.contents());
        contents.put(item.itemNo(), state.appended() + 1);
        FolderState folder = now.folder().with(counters.version(), uid + 1, 1);
        return state.changed(new Mailbox(counters, folder, Map.copyOf(items), Map.copyOf(contents), now.gone()), 1);
    }

    private static RestoreState flagged(RestoreState state, Item item) {
        Mailbox now = state.now();
        Counters counters = next(now.counters(), 0);
        Flags other = item.flags().equals(Flags.NONE) ? Flags.SEEN : Flags.NONE;
        Map<Long, Item> items = new HashMap<>(now.items());
        items.put(item.itemNo(), item.flagged(counters.version(), other));
        FolderState folder = now.folder().with(counters.version(), now.folder().uidNext(), 1);
        return state.changed(new Mailbox(counters, folder, Map.copyOf(items), now.contents(), now.gone()), 0);
    }

    private static RestoreState expunged(RestoreState state, Item item) {
        Mailbox now = state.now();
        Counters counters = next(now.counters(), 0);
        Map<Long, Item> items = new HashMap<>(now.items());
        items.remove(item.itemNo());
        Map<Long, Long> gone = new HashMap<>(now.gone());
        gone.put(item.uid(), counters.version());
        FolderState folder = now.folder().with(counters.version(), now.folder().uidNext(), 1);
        return state.changed(new Mailbox(counters, folder, Map.copyOf(items), now.contents(), Map.copyOf(gone)), 0);
    }

    @Override
    public Optional<String> violation(RestoreState state) {
        if (state.synced()
                && !state.client().messages().equals(state.there())
                && state.client().uidValidity() != 0) {
            return Optional.of("the client has " + state.client().messages() + ", there is " + state.there());
        }
        boolean validity = state.now().folder().uidValidity()
                != RestoreState.first().now().folder().uidValidity();
        if (validity) {
            return Optional.of("the client had to throw its copy away");
        }
        for (Item item : state.now().items().values()) {
            Integer seen = state.seen().get(List.of(state.now().folder().uidValidity(), item.uid()));
            if (seen != null && seen != state.content(item)) {
                return Optional.of("UID " + item.uid() + " was message " + seen + " and is " + state.content(item));
            }
        }
        return Optional.empty();
    }
}
