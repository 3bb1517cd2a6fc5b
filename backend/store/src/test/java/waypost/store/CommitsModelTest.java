package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import waypost.store.AccountModel.Request;
import waypost.store.StateRecord.Item;

/** Random commits of one account, many on their way at once and some refused: all is as if those that are stored had come one after the other. */
class CommitsModelTest {
    private static final long ACCOUNT = 7;
    private static final int WORLDS = 60;
    private static final int STEPS = 200;
    private static final List<String> NAMES = List.of("a", "b", "a/x", "b/a", "a/x/y", "c/a");
    private static final JournalSettings SETTINGS =
            new JournalSettings(256 << 10, 64 << 10, 1 << 20, 1 << 30, Reserve.NONE);

    private final List<World> worlds = new ArrayList<>();
    private int refused;
    private int again;

    private record Asked(Request request, Commits.Prepared<Long> prepared) {
        boolean over() {
            return prepared.end().stream().allMatch(end -> end.isDone())
                    && prepared.ground().ends().stream().allMatch(end -> end.isDone());
        }
    }

    private record World(SplittableRandom random, MemoryTable table, DelayedJournal journal, AccountHead head) {
        static World open(long seed) throws IOException {
            MemoryTable table = new MemoryTable();
            AccountIndex index = new AccountIndex(table, _ -> {});
            SplittableRandom random = new SplittableRandom(seed);
            DelayedJournal journal = new DelayedJournal(new ForgetfulDisk(seed, 1 << 30), SETTINGS, index);
            journal.start(Journal.Owner.ALONE);
            return new World(random, table, journal, new AccountHead(ACCOUNT, table, table));
        }

        <T> T one(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        AccountHead.State stored() throws IOException {
            return AccountReads.state(table, ACCOUNT);
        }

        List<StateRecord.Departed> departures() throws IOException {
            return AccountReads.all(table, Keys.departed(ACCOUNT), StateRecord.Departed.class);
        }

        List<StateRecord.PropertyState> properties() throws IOException {
            return AccountReads.properties(table, ACCOUNT, PropertyKind.METADATA);
        }

        List<StateRecord.SeenBy> marks() throws IOException {
            byte[] all = Arrays.copyOf(Keys.seen(ACCOUNT, 0, ""), Long.BYTES + 1);
            return AccountReads.all(table, all, StateRecord.SeenBy.class);
        }

        List<Item> items() throws IOException {
            return AccountReads.all(table, Keys.items(ACCOUNT), Item.class);
        }
    }

    @AfterEach
    void close() throws IOException {
        for (World world : worlds) {
            world.journal().close();
        }
    }

    @Test
    void whatIsStoredIsAsIfTheRefusedHadNeverBeen() throws IOException {
        for (long seed = 1; seed <= WORLDS; seed++) {
            World world = World.open(seed);
            worlds.add(world);
            try {
                run(world);
            } catch (AssertionError failed) {
                throw new AssertionError("seed " + seed, failed);
            }
        }
        assertTrue(refused > WORLDS && again > WORLDS, () -> refused + " refused, " + again + " prepared again");
    }

    private void run(World world) throws IOException {
        Deque<Asked> asked = new ArrayDeque<>();
        AccountModel model = new AccountModel();
        for (int step = 0; step < STEPS; step++) {
            switch (world.random().nextInt(10)) {
                case 0 -> world.journal().hasRoom(world.random().nextInt(3) > 0);
                case 1 -> world.journal().commit();
                case 2 -> commitWithoutRoom(world);
                case 3, 4 -> world.journal().apply();
                default -> {
                    Request request = request(world);
                    asked.add(new Asked(request, prepare(world, request)));
                }
            }
            model = settle(world, asked, model);
        }
        world.journal().hasRoom(true);
        while (!asked.isEmpty()) {
            world.journal().commit();
            drain(world);
            model = settle(world, asked, model);
        }
        assertEquals(
                world.stored().counts(),
                world.head().lock(world.journal().term()).counts());
        world.head().unlock();
    }

    /** The next commit would wait for those before the refused ones, so they are ended here. */
    private static void commitWithoutRoom(World world) {
        world.journal().commitWithoutRoom(world.one(List.of(Change.Growth.values())));
        drain(world);
    }

    private static void drain(World world) {
        boolean more = true;
        while (more) {
            more = world.journal().apply();
        }
    }

    /** Whoever has an answer has the model's. */
    private AccountModel settle(World world, Deque<Asked> asked, AccountModel before) throws IOException {
        List<Request> over = new ArrayList<>();
        while (!asked.isEmpty() && asked.getFirst().over()) {
            Asked next = asked.removeFirst();
            Optional<Outcome<Long>> answer = next.prepared().ended(_ -> {});
            if (answer.isEmpty()) {
                over.add(next.request());
            } else if (answer.get().equals(Outcome.refused(Outcome.Reason.FULL))) {
                refused++;
            } else {
                List<String> told = before.told();
                assertEquals(before.answer(next.request(), answer.get()), answer.get(), next.request()::toString);
                assertTrue(next.prepared().end().isPresent() || told.equals(before.told()), next.request()::toString);
            }
        }
        AccountModel stored =
                AccountModel.of(world.stored(), world.items(), world.departures(), world.properties(), world.marks());
        assertEquals(before.told(), stored.told());
        for (Request request : over) {
            again++;
            asked.add(new Asked(request, prepare(world, request)));
        }
        return stored;
    }

    /** About what a session knows: what is stored. */
    private static Request request(World world) throws IOException {
        List<Integer> folders = new ArrayList<>(world.stored().folders().keySet());
        List<Item> items = world.items();
        String name = world.one(NAMES);
        if (folders.isEmpty()) {
            return new Request.Create("INBOX");
        }
        int folder = world.one(folders);
        Optional<Item> item = items.isEmpty() ? Optional.empty() : Optional.of(world.one(items));
        MessageRef message =
                item.map(one -> new MessageRef(one.itemNo(), one.uid())).orElse(new MessageRef(0, 0));
        int from = item.map(Item::folderId).orElse(folder);
        return switch (world.random().nextInt(13)) {
            case 0, 1 -> new Request.Create(name);
            case 2 -> new Request.Rename(folder, name);
            case 3 ->
                new Request.Delete(
                        folder,
                        items.stream()
                                .filter(inside -> inside.folderId() == folder)
                                .map(inside -> new MessageRef(inside.itemNo(), inside.uid()))
                                .toList());
            case 4, 5 -> new Request.Append(folder);
            case 6 -> new Request.Move(from, message, folder);
            case 7, 8 ->
                new Request.Set(
                        world.random().nextInt(3) == 0 ? 0 : folder,
                        world.one(List.of("/private/comment", "/shared/comment")),
                        world.one(List.of("", "a", "b")));
            case 9 -> new Request.Limit(5 + world.random().nextInt(10));
            case 10 -> new Request.See(from, message);
            case 11 -> world.random().nextBoolean() ? new Request.Expunge(from, message) : new Request.Subscribe(name);
            default ->
                new Request.Flag(from, message, new Flags(1L << world.random().nextInt(4)));
        };
    }

    private Commits.Prepared<Long> prepare(World world, Request request) throws IOException {
        boolean grows = request instanceof Request.Create || request instanceof Request.Append;
        boolean brings = request instanceof Request.Append;
        return new Commits(world.journal(), InstantSource.system())
                .prepare(
                        List.of(world.head()),
                        grows ? Change.Growth.GROWS : Change.Growth.ESSENTIAL,
                        brings ? Brought.of(List.of(ByteBuffer.allocate(100))) : Brought.NOTHING,
                        drafts -> prepare(drafts.getFirst(), request));
    }

    private static PropertyChange property(int folder, String name, String value) {
        PropertyKey key = new PropertyKey(PropertyKind.METADATA, folder, name);
        return value.isEmpty() ? new PropertyChange.Remove(key) : new PropertyChange.Set(key, PropertyValue.of(value));
    }

    private static Outcome<Long> change(Draft draft, PropertyChange change) throws IOException {
        return new PropertyDraft(draft).change(change).map(changed -> changed ? 1L : 0L);
    }

    private Outcome<Long> prepare(Draft draft, Request request) throws IOException {
        return switch (request) {
            case Request.Create(String name) ->
                FolderCommits.create(draft, name, FolderType.mail(FolderRole.NONE))
                        .map(Integer::longValue);
            case Request.Rename(int folder, String name) ->
                FolderCommits.rename(draft, folder, name).map(Integer::longValue);
            case Request.Delete(int folder, List<MessageRef> messages) ->
                FolderCommits.delete(draft, folder, messages).map(Integer::longValue);
            case Request.Append(int folder) -> {
                StoredBody body = new StoredBody(List.of(new BodyPart(StoredBody.ordinal(0), 100)), 100, 0, false);
                NewMessage message = new NewMessage(folder, "", Flags.NONE, StoreFixture.DATE);
                yield ItemCommits.append(draft, QuotaLimits.UNLIMITED, message, body, List.of())
                        .map(appended -> appended.itemNo() << 32 | appended.uid());
            }
            case Request.Move(int folder, MessageRef message, int to) ->
                ItemCommits.move(draft, folder, List.of(message), to)
                        .map(moved ->
                                moved.destinationUids().stream().findFirst().orElse(0L));
            case Request.Expunge(int folder, MessageRef message) ->
                ItemCommits.expunge(draft, folder, List.of(message), Flags.NONE).map(gone -> (long) gone.size());
            case Request.Flag(int folder, MessageRef message, Flags flag) ->
                ItemCommits.flag(draft, folder, List.of(message), new FlagChange.Add(flag), Long.MAX_VALUE)
                        .map(flagged -> (long) flagged.changed().size());
            case Request.Set(int folder, String name, String value) -> change(draft, property(folder, name, value));
            case Request.Limit(long messages) -> change(draft, QuotaLimits.own(QuotaLimits.MESSAGES, messages));
            case Request.See(int folder, MessageRef message) ->
                new VisitorCommits("user:carol@example.net", Rights.ALL)
                        .flag(draft, folder, List.of(message), new FlagChange.Add(Flags.SEEN), Long.MAX_VALUE)
                        .map(flagged -> (long) flagged.changed().size());
            case Request.Subscribe(String name) ->
                FolderCommits.subscribe(draft, name).map(changed -> changed ? 1L : 0L);
        };
    }
}
