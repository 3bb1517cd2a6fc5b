package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import waypost.identity.AccountId;
import waypost.message.Octets;
import waypost.store.StateRecord.Departed;
import waypost.store.StateRecord.SeenBy;

/** Reads all facts of a volume, and holds that a number once given to something is never another's. */
final class Facts {
    private static final Instant LATE = Instant.parse("2100-01-01T00:00:00Z");

    /** What has a number: of which account, folder's UIDVALIDITY or 0, number. */
    private record Numbered(long account, long within, long number) {}

    private final Map<Numbered, String> given = new HashMap<>();
    private final Map<Numbered, Integer> folders = new HashMap<>();

    Set<Fact> read(Volume volume, List<AccountId> accounts) throws IOException {
        Set<Fact> facts = new HashSet<>();
        for (AccountId id : accounts) {
            account(volume, volume.account(id), facts);
        }
        transfers(volume, facts);
        grants(volume.core().table(), accounts);
        for (HandOn entry : volume.queue().due(LATE, _ -> Integer.MAX_VALUE)) {
            String text = text(entry.body());
            once(new Numbered(0, 0, entry.number()), text + entry.envelope().recipient());
            facts.add(new Fact.Queued(
                    entry.transfer(), entry.envelope().recipient(), entry.attempts(), entry.done(), text));
        }
        return facts;
    }

    /** What is used, without what no folder shows. */
    private static Usage shown(Account account) throws IOException {
        Usage usage = account.quota().usage();
        List<Message> hidden = account.messages(1, Integer.MAX_VALUE).stream()
                .filter(item -> item.kind() != ItemKind.MAIL)
                .toList();
        long octets = hidden.stream().mapToLong(Message::size).sum();
        return new Usage(usage.messages() - hidden.size(), usage.octets() - octets);
    }

    private void account(Volume volume, Account account, Set<Fact> facts) throws IOException {
        long id = account.id().value();
        long messages = 0;
        long octets = 0;
        for (Folder folder : account.folders()) {
            facts.add(new Fact.FolderThere(id, folder.name()));
            departures(volume.core().table(), account, folder, facts);
            marks(volume.core().table(), account, folder, facts);
            once(new Numbered(id, -1, -folder.id()), "folder of " + folder.uidValidity());
            Integer before = folders.putIfAbsent(new Numbered(id, 0, folder.uidValidity()), folder.id());
            assertEquals(before == null ? folder.id() : before, folder.id(), "UIDVALIDITY given twice");
            try (OpenFolder open = account.open(folder.id(), _ -> {}).orElseThrow()) {
                FolderSnapshot snapshot = open.snapshot();
                long recent = 0;
                for (int i = 0; i < snapshot.size(); i++) {
                    recent += snapshot.uid(i) >= folder.recentFrom() ? 1 : 0;
                    Message message = account.message(snapshot.itemNo(i)).orElseThrow();
                    String text = text(message.octets());
                    once(
                            new Numbered(id, folder.uidValidity(), snapshot.uid(i)),
                            text + "/" + snapshot.itemNo(i) + " of " + message.saveDate());
                    once(new Numbered(id, -1, snapshot.itemNo(i)), content(message, text));
                    facts.add(new Fact.Mail(id, folder.name(), snapshot.uid(i), snapshot.flags(i), text));
                }
                assertEquals(Optional.of(counts(snapshot, recent)), account.counts(folder.id()));
                boolean holds = folder.role() != FolderRole.SEARCH;
                messages += holds ? snapshot.size() : 0;
                octets += holds ? snapshot.octets() : 0;
            }
        }
        assertEquals(new Usage(messages, octets), shown(account));
        properties(account, facts);
        threads(volume.core().table(), id);
        expunged(account, facts);
        account.subscriptions().forEach(name -> facts.add(new Fact.Subscribed(id, name)));
        for (int i = 0; i < account.keywords().size(); i++) {
            facts.add(new Fact.Keyword(id, i, account.keywords().get(i)));
        }
    }

    /** What is never another while the message is there. */
    private static String content(Message message, String text) {
        return text + " from " + message.original() + " in thread " + message.thread();
    }

    /** No two threads have a link in common, and nothing leads to what is gone. */
    private static void threads(Table table, long account) throws IOException {
        Map<Long, Long> threads = new HashMap<>();
        byte[] all = Keys.threaded(account);
        table.scan(Family.ACCOUNTS, all, (key, value) -> {
            ByteBuffer in = ByteBuffer.wrap(key);
            long thread = ByteBuffer.wrap(value).getLong();
            Long other = threads.putIfAbsent(in.getLong(all.length), thread);
            assertEquals(thread, other == null ? thread : other, "a link of two threads");
            long itemNo = in.getLong(all.length + Long.BYTES);
            assertEquals(
                    thread,
                    AccountReads.item(table, account, itemNo).orElseThrow().thread());
            return true;
        });
    }

    private void expunged(Account account, Set<Fact> facts) throws IOException {
        long id = account.id().value();
        account.undeletion().list(Undeletion.Choice.ALL, found -> {
            Message message = found.message();
            String text = text(message.octets());
            once(new Numbered(id, -1, message.itemNo()), content(message, text));
            facts.add(new Fact.Expunged(id, message.itemNo(), found.at().getEpochSecond(), text));
        });
    }

    private static void properties(Account account, Set<Fact> facts) throws IOException {
        long id = account.id().value();
        List<Property> all = new ArrayList<>(account.properties().all(PropertyKind.METADATA));
        all.addAll(account.properties().all(PropertyKind.ACL));
        for (Property property : all) {
            PropertyKey key = property.key();
            String name = account.folder(key.folderId()).map(Folder::name).orElse("");
            assertEquals(name.isEmpty(), key.folderId() == PropertyKey.ACCOUNT);
            assertEquals(Optional.of(property), account.properties().get(key));
            facts.add(new Fact.Set(id, name, key.name(), property.value().text()));
        }
    }

    /** Each grant can be found by its principal, and nothing else can. */
    private static void grants(Table table, List<AccountId> accounts) throws IOException {
        Set<String> wanted = new TreeSet<>();
        for (AccountId id : accounts) {
            AccountReads.properties(table, id.value(), PropertyKind.ACL)
                    .forEach(entry -> wanted.add(HexFormat.of().formatHex(VolumeKeys.granted(entry))));
        }
        Set<String> found = new TreeSet<>();
        table.scan(
                Family.VOLUME,
                new byte[] {5},
                (key, _) -> found.add(HexFormat.of().formatHex(key)));
        assertEquals(wanted, found);
    }

    /** What the visitor has seen is what the index has of him, whatever the owner has. */
    private static void marks(Table table, Account account, Folder folder, Set<Fact> facts) throws IOException {
        Map<Long, SeenBy> marks = new HashMap<>();
        for (SeenBy mark : AccountReads.marks(table, account.id().value(), folder.id(), VolumeLife.VISITOR)) {
            marks.put(mark.itemNo(), mark);
            if (mark.seen()) {
                facts.add(new Fact.Seen(account.id().value(), folder.name(), mark.itemNo()));
            }
        }
        try (OpenFolder open = account.openFolders()
                .open(folder.id(), VolumeLife.VISITOR, _ -> {})
                .orElseThrow()) {
            FolderSnapshot snapshot = open.snapshot();
            for (int i = 0; i < snapshot.size(); i++) {
                Optional<SeenBy> mark = Optional.ofNullable(marks.get(snapshot.itemNo(i)));
                assertEquals(
                        mark.filter(SeenBy::seen).isPresent(), snapshot.flags(i).has(Flags.SEEN));
                assertTrue(snapshot.modseq(i) >= mark.map(SeenBy::version).orElse(0L));
            }
        }
    }

    private static FolderCounts counts(FolderSnapshot snapshot, long recent) {
        long unseen = snapshot.size() - snapshot.count(Flags.SEEN);
        return new FolderCounts(snapshot.size(), unseen, recent, snapshot.count(Flags.DELETED), snapshot.octets());
    }

    /** Each with one modseq for ever. What is asked for since one of them is what came later. */
    private void departures(Table table, Account account, Folder folder, Set<Fact> facts) throws IOException {
        long id = account.id().value();
        TreeSet<Long> later = new TreeSet<>();
        List<Departed> all = AccountReads.all(table, Keys.departed(id, folder.id()), Departed.class);
        long purged = AccountReads.state(table, id).counters().purged();
        for (Departed departed : all.reversed()) {
            if (departed.equals(all.get(all.size() / 2))) {
                assertEquals(since(later), account.vanished(folder.id(), departed.version(), Long.MAX_VALUE));
            }
            assertTrue(departed.version() > purged);
            for (long uid : uids(departed)) {
                once(new Numbered(id, -folder.uidValidity(), uid), "left at " + departed.version());
                facts.add(new Fact.Left(id, folder.name(), uid));
                later.add(uid);
            }
        }
        assertEquals(since(later), account.vanished(folder.id(), purged, Long.MAX_VALUE));
        if (purged > 0) {
            assertEquals(Optional.of(new Vanished.TooOld()), account.vanished(folder.id(), purged - 1, Long.MAX_VALUE));
        }
    }

    private static Optional<Vanished> since(TreeSet<Long> uids) {
        return Optional.of(new Vanished.Uids(UidRange.of(uids)));
    }

    private static List<Long> uids(Departed departed) {
        return departed.uids().stream()
                .flatMap(range ->
                        LongStream.rangeClosed(range.first(), range.last()).boxed())
                .toList();
    }

    private static void transfers(Volume volume, Set<Fact> facts) throws IOException {
        Table table = volume.core().table();
        table.scan(Family.VOLUME, VolumeKeys.byAge(), (key, _) -> {
            byte[] thing = VolumeKeys.thingByAge(key);
            byte[] entry = table.get(Family.ACCOUNTS, thing).orElseThrow();
            if (Entry.of(entry).state() instanceof StateRecord.Transferred sent) {
                facts.add(new Fact.Transferred(sent.account(), sent.transfer(), sent.seen()));
            }
            return true;
        });
        for (StateRecord.Held held : AccountReads.all(table, Keys.helds(), StateRecord.Held.class)) {
            facts.add(new Fact.Hold(held.transfer(), held.tick()));
        }
    }

    private void once(Numbered number, String owner) {
        String before = given.putIfAbsent(number, owner);
        assertEquals(before == null ? owner : before, owner, () -> number + " given twice");
    }

    static String text(Octets octets) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        octets.read(0, octets.length(), slice -> {
            byte[] bytes = new byte[slice.remaining()];
            slice.get(bytes);
            text.write(bytes);
        });
        return text.toString(StandardCharsets.UTF_8);
    }
}
