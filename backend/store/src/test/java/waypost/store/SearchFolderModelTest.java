package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import waypost.store.Criterion.Field;
import waypost.store.Criterion.Order;
import waypost.store.Criterion.Within;

/** Random schedules: after each step a search folder shows what its criteria hold for when they are asked anew, and clients can find out how it came to that. */
final class SearchFolderModelTest {
    private static final int WORLDS = 40;
    private static final int STEPS = 90;
    private static final List<String> SEARCHES = List.of("Search/one", "Search/two", "Search/three");
    private static final List<String> FOLDERS = List.of("A", "A/B", "A/B/C", "D");
    private static final LocalDate DAY = StoreFixture.DATE.toLocalDate();
    private static final TextTest TEXTS = (criterion, _, message) -> found(criterion, message);
    private static final List<Criterion> CRITERIA = List.of(
            Criterion.ALL,
            Criterion.NONE,
            new Criterion.Not(new Criterion.Flag("\\Seen")),
            new Criterion.And(List.of(new Within("A", Within.ALL_LEVELS), new Criterion.Flag("\\Flagged"))),
            new Criterion.Or(List.of(new Within("A", 1), new Within("INBOX", 0))),
            new Criterion.And(List.of(new Criterion.Not(new Criterion.Flag("\\Seen")), text("apple"))),
            new Criterion.Or(List.of(new Criterion.Flag("\\Flagged"), text("apple"))),
            new Criterion.Not(text("plum")),
            new Criterion.And(List.of(text("apple"), new Criterion.Not(text("plum")), new Within("D", 0))),
            new Criterion.And(List.of(new Criterion.Larger(30), new Criterion.Smaller(60))),
            new Criterion.And(List.of(new Criterion.Received(Order.ON, DAY), new Criterion.Flag("work"))),
            new Criterion.Saved(Order.BEFORE, DAY));

    private SplittableRandom random = new SplittableRandom(0);
    private Optional<VolumeWorld> world = Optional.empty();
    private final Map<String, Criterion> defined = new TreeMap<>();
    private final Map<Integer, Seen> seen = new HashMap<>();
    private final Map<List<Long>, Long> uids = new HashMap<>();
    private final Map<Integer, OpenFolder> open = new HashMap<>();
    private long shown;

    /** What a client knows of a folder. */
    private record Seen(long modseq, Map<Long, MessageRow> rows) {}

    private static Criterion text(String word) {
        return new Criterion.Text(Field.BODY, "", word);
    }

    private static boolean found(Criterion.OfText criterion, Message message) throws IOException {
        return criterion instanceof Criterion.Text(var _, var _, var word)
                && Facts.text(message.octets()).contains(word);
    }

    @Test
    void showsWhatItsCriteriaHoldFor() throws IOException {
        for (long seed = 1; seed <= WORLDS; seed++) {
            try {
                run(seed);
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("seed " + seed, failed);
            }
        }
        assertTrue(shown > 10_000, () -> "messages shown: " + shown);
    }

    private void run(long seed) throws IOException {
        random = new SplittableRandom(seed);
        world = Optional.of(new VolumeWorld(random.split(), 1 << 30, VolumeWorld.Uploads.IN_MEMORY));
        List.of(defined, seen, uids, open).forEach(Map::clear);
        Results.done(account().keywords(List.of("work")));
        for (String name : FOLDERS) {
            Results.done(account().createFolder(name, FolderRole.NONE));
        }
        for (int step = 0; step < STEPS; step++) {
            step();
            world().volume().core().searchFolders().test(TEXTS);
            if (random.nextInt(3) > 0) {
                account().lookThrough();
                verify();
            }
            if (step % 15 == 0) {
                world().look();
                world().check();
            }
        }
        world().look();
        world().check();
    }

    private VolumeWorld world() {
        return world.orElseThrow();
    }

    private Account account() throws IOException {
        return world().volume().account(world().accounts().getFirst());
    }

    private void step() throws IOException {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> append();
            case 3, 4 -> flag();
            case 5, 6 -> transfer(Way.MOVE);
            case 7 -> transfer(Way.COPY);
            case 8 -> expunge();
            case 9, 10, 11 -> define();
            case 12 -> delete();
            case 13 -> rename();
            case 14 -> restart();
            default -> tidy();
        }
    }

    private enum Way {
        MOVE,
        COPY
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private List<Folder> ordinary() throws IOException {
        return account().folders().stream()
                .filter(folder -> folder.role() != FolderRole.SEARCH)
                .toList();
    }

    private void append() throws IOException {
        String text = "Subject: s\r\n\r\n" + one(List.of("apple", "plum", "apple plum", "pear"))
                + ".".repeat(random.nextInt(40));
        Flags flags = new Flags(random.nextInt(8));
        NewMessage message =
                new NewMessage(one(ordinary()).id(), "", flags, StoreFixture.DATE.minusDays(random.nextInt(3)));
        try (ReceivedBody body = StoreFixture.body(account().upload(), text)) {
            Results.done(account().append(body, message));
        }
    }

    /** Some messages of any folder, as a session lists them. */
    private List<MessageRef> some(Folder folder) throws IOException {
        List<MessageRef> some = new ArrayList<>();
        try (OpenFolder opened = account().open(folder.id(), _ -> {}).orElseThrow()) {
            FolderSnapshot snapshot = opened.snapshot();
            for (int i = 0; i < snapshot.size(); i++) {
                if (random.nextInt(3) == 0) {
                    some.add(snapshot.ref(i));
                }
            }
        }
        return some;
    }

    private void flag() throws IOException {
        Folder folder = one(account().folders());
        Flags flags = random.nextInt(4) == 0 ? Flags.keyword(0) : new Flags(1L << random.nextInt(5));
        FlagChange change = random.nextBoolean() ? new FlagChange.Add(flags) : new FlagChange.Remove(flags);
        Results.done(account().flag(folder.id(), some(folder), change));
    }

    private void transfer(Way way) throws IOException {
        Folder folder = one(account().folders());
        List<MessageRef> messages = some(folder);
        int to = one(ordinary()).id();
        Copied copied = Results.done(
                switch (way) {
                    case MOVE -> account().move(folder.id(), messages, to);
                    case COPY -> account().copy(folder.id(), messages, to);
                });
        assertEquals(
                messages.stream().map(MessageRef::uid).sorted().toList(),
                copied.sourceUids().stream().sorted().toList());
    }

    private void expunge() throws IOException {
        Folder folder = one(account().folders());
        Results.done(account().expunge(folder.id(), some(folder)));
    }

    private void define() throws IOException {
        String name = one(SEARCHES);
        Optional<Folder> there = account().folder(name);
        int id = there.isPresent()
                ? there.get().id()
                : Results.done(account().createFolder(name, FolderType.mail(FolderRole.SEARCH)));
        Criterion criterion = one(CRITERIA);
        Results.done(account().properties().edit(properties -> properties.search(id, Optional.of(criterion))));
        defined.put(name, criterion);
        int inbox = Folder.INBOX;
        assertEquals(
                Outcome.refused(Outcome.Reason.SEARCH_FOLDER),
                account().copy(inbox, List.of(new MessageRef(1, 1)), id),
                "nothing can be put there");
    }

    private void delete() throws IOException {
        String name = one(SEARCHES);
        Optional<Folder> there = account().folder(name);
        if (there.isPresent()) {
            long before = account().quota().usage().messages();
            release(there.get().id());
            Results.done(account().deleteFolder(there.get().id()));
            defined.remove(name);
            assertEquals(before, account().quota().usage().messages());
        }
    }

    private void release(int folderId) {
        Optional.ofNullable(open.remove(folderId)).ifPresent(OpenFolder::close);
        seen.remove(folderId);
    }

    private void rename() throws IOException {
        Folder folder = one(ordinary());
        String name = one(List.of("A", "D", "E", "A/F", "D/A", "INBOX/G"));
        var _ = account().renameFolder(folder.id(), name);
    }

    private void restart() throws IOException {
        open.values().forEach(OpenFolder::close);
        open.clear();
        world().restart();
    }

    private void tidy() throws IOException {
        if (random.nextBoolean()) {
            StoreFixture.forget(world().volume(), account().id());
        }
        world().clean();
    }

    private void verify() throws IOException {
        for (Folder folder : account().folders()) {
            if (folder.role() == FolderRole.SEARCH) {
                verify(folder);
            }
        }
    }

    private void verify(Folder folder) throws IOException {
        Criterion criterion = defined.getOrDefault(folder.name(), Criterion.NONE);
        Map<Long, Flags> expected = new TreeMap<>();
        for (Message message : account().messages(1, Integer.MAX_VALUE)) {
            if (holds(criterion, message)) {
                expected.put(message.itemNo(), message.flags());
            }
        }
        Seen now = seen(folder);
        Map<Long, Flags> found = new TreeMap<>();
        now.rows().values().forEach(row -> found.put(row.itemNo(), row.flags()));
        assertEquals(expected, found, () -> folder.name() + " looks for " + criterion);
        assertEquals(now.rows().size(), found.size());
        shown += found.size();
        counted(folder, now);
        open(folder, now);
        told(folder, Optional.ofNullable(seen.put(folder.id(), now)), now);
    }

    /** From the index, as a new session finds it. */
    private Seen seen(Folder folder) throws IOException {
        Map<Long, MessageRow> rows = new TreeMap<>();
        byte[] prefix = Keys.uids(account().id().value(), folder.id());
        world().table().scan(Family.ACCOUNTS, prefix, (key, value) -> {
            MessageRow row = MessageRow.read(key, value);
            rows.put(row.uid(), row);
            return true;
        });
        rows.forEach((uid, row) -> assertTrue(uid < folder.uidNext() && row.modseq() <= folder.modseq()));
        return new Seen(folder.modseq(), rows);
    }

    private void counted(Folder folder, Seen now) throws IOException {
        FolderCounts counts = account().counts(folder.id()).orElseThrow();
        long unseen = now.rows().values().stream()
                .filter(row -> !row.flags().has(Flags.SEEN))
                .count();
        long octets = now.rows().values().stream().mapToLong(MessageRow::octets).sum();
        assertEquals(
                List.of((long) now.rows().size(), unseen, octets),
                List.of(counts.messages(), counts.unseen(), counts.octets()));
    }

    /** A session that has it open sees the same. */
    private void open(Folder folder, Seen now) throws IOException {
        if (!open.containsKey(folder.id())) {
            open.put(folder.id(), account().open(folder.id(), _ -> {}).orElseThrow());
        }
        FolderSnapshot snapshot = open.get(folder.id()).snapshot();
        List<Object> rows = new ArrayList<>();
        List<Object> known = new ArrayList<>();
        for (int i = 0; i < snapshot.size(); i++) {
            rows.add(List.of(snapshot.ref(i), snapshot.flags(i)));
        }
        now.rows().values().forEach(row -> known.add(List.of(new MessageRef(row.itemNo(), row.uid()), row.flags())));
        assertEquals(known, rows);
    }

    /** RFC 7162 §3.2.5: a client that comes back learns all that has changed; RFC 3501 §2.3.1.1: no UID is ever another message's. */
    private void told(Folder folder, Optional<Seen> before, Seen now) throws IOException {
        now.rows().forEach((uid, row) -> {
            Long known = uids.putIfAbsent(List.of(folder.uidValidity(), uid), row.itemNo());
            assertTrue(known == null || known == row.itemNo(), "UID " + uid + " is another message's");
        });
        if (before.isEmpty()) {
            return;
        }
        Seen then = before.get();
        assertTrue(now.modseq() >= then.modseq());
        for (MessageRow row : now.rows().values()) {
            boolean same = Optional.ofNullable(then.rows().get(row.uid()))
                    .filter(old -> old.flags().equals(row.flags()))
                    .isPresent();
            assertTrue(same || row.modseq() > then.modseq(), () -> "nobody hears of " + row);
        }
        Vanished vanished =
                account().vanished(folder.id(), then.modseq(), now.modseq()).orElseThrow();
        if (vanished instanceof Vanished.Uids(List<UidRange> ranges)) {
            for (long uid : then.rows().keySet()) {
                boolean gone = ranges.stream().anyMatch(range -> range.first() <= uid && uid <= range.last());
                assertEquals(!now.rows().containsKey(uid), gone, "UID " + uid);
            }
        }
    }

    /** As it is meant, without what the store knows. */
    private boolean holds(Criterion criterion, Message message) throws IOException {
        return switch (criterion) {
            case Criterion.All() -> true;
            case Criterion.None() -> false;
            case Criterion.And(var all) -> {
                boolean holds = true;
                for (Criterion each : all) {
                    holds &= holds(each, message);
                }
                yield holds;
            }
            case Criterion.Or(var any) -> {
                boolean holds = false;
                for (Criterion each : any) {
                    holds |= holds(each, message);
                }
                yield holds;
            }
            case Criterion.Not(var negated) -> !holds(negated, message);
            case Criterion.Flag(var name) -> message.flags().has(flag(name));
            case Criterion.Larger(var octets) -> message.size() > octets;
            case Criterion.Smaller(var octets) -> message.size() < octets;
            case Criterion.Received(var order, var date) ->
                Criterion.holds(message.receivedAt().toLocalDate(), order, date);
            case Criterion.Saved(var order, var date) -> {
                LocalDate saved = LocalDate.ofEpochDay(
                        Math.floorDiv(message.saveDate().orElseThrow().getEpochSecond(), 86_400L));
                yield Criterion.holds(saved, order, date);
            }
            case Within(var folder, var levels) -> within(message, folder, levels);
            case Criterion.OfText text -> found(text, message);
        };
    }

    private boolean within(Message message, String folder, int levels) throws IOException {
        String name = account().folder(message.folderId()).orElseThrow().name();
        if (name.equals(folder)) {
            return true;
        }
        String below = name.startsWith(folder + "/") ? name.substring(folder.length() + 1) : "";
        return !below.isEmpty() && below.chars().filter(c -> c == '/').count() < levels;
    }

    private static Flags flag(String name) {
        return switch (name) {
            case "\\Seen" -> Flags.SEEN;
            case "\\Flagged" -> Flags.FLAGGED;
            case "work" -> Flags.keyword(0);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
