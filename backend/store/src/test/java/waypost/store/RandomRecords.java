package waypost.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.TransferId;
import waypost.message.ThreadLinks;

/** Records of every kind with random contents. */
final class RandomRecords {
    private final SplittableRandom random;

    RandomRecords(SplittableRandom random) {
        this.random = random;
    }

    StateRecord next(RecordKind kind) {
        long account = random.nextLong();
        long version = number();
        return switch (kind) {
            case OWNED -> new StateRecord.Owned(ownership(new AccountId(account)), version, number());
            case COUNTERS ->
                new StateRecord.Counters(account, version, number(), small(), number(), number(), number());
            case KEYWORDS -> new StateRecord.Keywords(account, version, texts());
            case SUBSCRIPTIONS -> new StateRecord.Subscriptions(account, version, texts());
            case FOLDER -> folder(account, version);
            case FOLDER_GONE -> folderGone(account, version);
            case ITEM -> item(account, version);
            case ITEM_GONE -> itemGone(account, version);
            case TRANSFERRED -> new StateRecord.Transferred(account, transfer(), text(), seen(), number());
            case HORIZON -> new StateRecord.Horizon(version);
            case HELD -> new StateRecord.Held(version, number(), transfer(), number(), number(), body());
            case HELD_GONE -> new StateRecord.HeldGone(version, number());
            case KEPT ->
                new StateRecord.Kept(
                        version,
                        number(),
                        new KeeperLedger.Promise(transfer(), envelope(), number(), tick()),
                        small(),
                        number(),
                        body());
            case KEPT_GONE -> new StateRecord.KeptGone(version, number());
            case PROPERTY -> new StateRecord.PropertyState(account, version, propertyKey(), PropertyValue.of(text()));
            case PROPERTY_GONE -> new StateRecord.PropertyGone(account, version, propertyKey());
            case SEEN_BY ->
                new StateRecord.SeenBy(account, version, small(), text(), number(), number(), random.nextBoolean());
            case MEMBER -> new StateRecord.Member(account, version, small(), number(), number(), random.nextBoolean());
            case MEMBER_GONE -> new StateRecord.MemberGone(account, version, small(), number());
            case DEPARTED -> new StateRecord.Departed(account, version, small(), number(), uids());
        };
    }

    private StateRecord.FolderGone folderGone(long account, long version) {
        Optional<StateRecord.FolderState> last = Optional.of(folder(account, number()));
        return new StateRecord.FolderGone(account, version, small(), number(), last.filter(_ -> random.nextBoolean()));
    }

    private StateRecord.ItemGone itemGone(long account, long version) {
        Optional<StateRecord.Item> last = Optional.of(item(account, number()));
        return new StateRecord.ItemGone(
                account, version, number(), small(), number(), number(), last.filter(_ -> random.nextBoolean()));
    }

    private StateRecord.FolderState folder(long account, long version) {
        return new StateRecord.FolderState(
                account, version, small(), small(), text(), type(), number(), number(), number());
    }

    private StateRecord.Item item(long account, long version) {
        return new StateRecord.Item(
                account,
                version,
                number(),
                small(),
                number(),
                ItemKind.values()[random.nextInt(ItemKind.values().length)],
                new Flags(random.nextLong() & ~0xE0L),
                new ReceivedAt(random.nextInt(), random.nextInt(-1080, 1081)),
                history(),
                text(),
                body(),
                random.nextBoolean() ? ItemProperties.NONE : ItemProperties.NONE.with(changes(random)));
    }

    /** Of few properties, so that they meet. */
    static List<ItemProperties.Change> changes(SplittableRandom random) {
        List<ItemProperties.Change> changes = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            UUID set = new UUID(random.nextInt(2), -1);
            ItemProperties.Name name = random.nextBoolean()
                    ? new ItemProperties.Name(set, random.nextInt() | 1, "")
                    : new ItemProperties.Name(set, 0, "name \u00fc" + random.nextInt(3));
            byte[] octets = new byte[random.nextInt(200)];
            random.nextBytes(octets);
            changes.add(
                    random.nextInt(4) == 0
                            ? new ItemProperties.Change.Remove(name)
                            : new ItemProperties.Change.Set(
                                    name, new ItemProperties.Value(random.nextInt(1 << 16), PropertyValue.of(octets))));
        }
        return changes;
    }

    private Ownership ownership(AccountId id) {
        NodeName node = new NodeName("n" + random.nextInt(10));
        Ownership.State state = switch (random.nextInt(5)) {
            case 0 -> new Ownership.State.Owner();
            case 1 -> new Ownership.State.IncomingFrom(node, random.nextLong(), random.nextBoolean());
            case 2 -> new Ownership.State.MovingTo(node, random.nextLong());
            case 3 -> new Ownership.State.MovedTo(node, random.nextLong());
            default -> new Ownership.State.Gone();
        };
        return new Ownership(
                id, new DirectoryId("d" + small()), new AccountName("u" + small(), "example.net"), number(), state);
    }

    private ItemHistory history() {
        List<Long> links =
                random.longs(random.nextInt(ThreadLinks.MOST + 1)).boxed().toList();
        Threading threading = new Threading(number(), links);
        return new ItemHistory(number(), number(), number(), number(), text(), number(), threading);
    }

    /** Small or large, never negative. */
    private long number() {
        return random.nextLong() >>> 1 + random.nextInt(63);
    }

    private int small() {
        return random.nextInt(Integer.MAX_VALUE) >>> random.nextInt(31);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            text.appendCodePoint(random.nextBoolean() ? random.nextInt(0x20, 0x7F) : random.nextInt(0xA0, 0xD000));
        }
        return text.toString();
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            texts.add(text());
        }
        return List.copyOf(texts);
    }

    private PropertyKey propertyKey() {
        PropertyKind[] kinds = PropertyKind.values();
        return new PropertyKey(kinds[random.nextInt(kinds.length)], small(), text());
    }

    private List<UidRange> uids() {
        Set<Long> uids = new TreeSet<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            uids.add(random.nextBoolean() ? random.nextLong(30) : random.nextLong(1L << 32));
        }
        return UidRange.of(uids);
    }

    private FolderType type() {
        FolderRole role = FolderRole.values()[random.nextInt(FolderRole.values().length)];
        return new FolderType(role, text(), random.nextBoolean());
    }

    private StoredBody body() {
        List<BodyPart> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            parts.add(new BodyPart(
                    new Position(1 + number() / 2, small()), random.nextInt(Journal.MAX_RECORD_BYTES + 1)));
        }
        return new StoredBody(parts, number(), random.nextInt(), random.nextBoolean());
    }

    private TransferId transfer() {
        return TransferId.random(random);
    }

    private Optional<Long> tick() {
        return random.nextBoolean() ? Optional.of(1 + number() / 2) : Optional.empty();
    }

    private TransferLedger.Seen seen() {
        byte[] digest = new byte[32];
        random.nextBytes(digest);
        return new TransferLedger.Seen(TransferDigest.of(digest), number(), tick());
    }

    private KeptEnvelope envelope() {
        return new KeptEnvelope(text(), text(), text(), text(), text(), Map.of("a" + text(), text(), "b", text()));
    }
}
