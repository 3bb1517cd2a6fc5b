package waypost.store;

import java.util.Optional;
import waypost.store.RecordReader.Malformed;
import waypost.store.StateRecord.Counters;
import waypost.store.StateRecord.Departed;
import waypost.store.StateRecord.FolderGone;
import waypost.store.StateRecord.FolderState;
import waypost.store.StateRecord.HeldGone;
import waypost.store.StateRecord.Horizon;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.ItemGone;
import waypost.store.StateRecord.KeptGone;
import waypost.store.StateRecord.Keywords;
import waypost.store.StateRecord.PropertyGone;
import waypost.store.StateRecord.PropertyState;
import waypost.store.StateRecord.SeenBy;
import waypost.store.StateRecord.Subscriptions;

/** The part of each record that is its own. A later release may add fields at the end; they are ignored here, as those an earlier one lacks have a value. */
final class RecordPayloads {

    private RecordPayloads() {}

    static void write(RecordWriter out, StateRecord state) {
        switch (state) {
            case StateRecord.Owned owned -> {
                OwnershipPayload.write(out, owned.ownership());
                out.number(owned.endedAt());
            }
            case Counters counters -> counters(out, counters);
            case Keywords keywords -> out.texts(keywords.names());
            case Subscriptions subscriptions -> out.texts(subscriptions.names());
            case FolderState folder -> folder(out, folder);
            case FolderGone gone -> gone(out, gone);
            case Item item -> item(out, item);
            case ItemGone gone -> gone(out, gone);
            case StateRecord.Transferred transferred -> TransferPayloads.write(out, transferred);
            case Horizon _ -> {}
            case StateRecord.Held held -> TransferPayloads.write(out, held);
            case HeldGone gone -> out.number(gone.number());
            case StateRecord.Kept kept -> TransferPayloads.write(out, kept);
            case KeptGone gone -> out.number(gone.number());
            case Departed departed -> {
                out.number(departed.folderId());
                out.number(departed.at());
                UidRange.write(out, departed.uids());
            }
            case PropertyState property -> {
                property.key().write(out);
                out.octets(property.value().octets());
            }
            case PropertyGone gone -> gone.key().write(out);
            case SeenBy mark -> mark(out, mark);
            case StateRecord.Member member -> member(out, member);
            case StateRecord.MemberGone gone -> {
                out.number(gone.folderId());
                out.number(gone.itemNo());
            }
        }
    }

    static StateRecord read(RecordReader in, RecordKind kind, long account, long version) throws Malformed {
        return switch (kind) {
            case OWNED ->
                new StateRecord.Owned(OwnershipPayload.read(in, account), version, in.hasMore() ? in.number() : 0);
            case COUNTERS -> counters(in, account, version);
            case KEYWORDS -> new Keywords(account, version, in.texts());
            case SUBSCRIPTIONS -> new Subscriptions(account, version, in.texts());
            case FOLDER -> folder(account, version, in);
            case FOLDER_GONE -> folderGone(in, account, version);
            case ITEM -> item(account, version, in);
            case ITEM_GONE -> itemGone(in, account, version);
            case TRANSFERRED -> TransferPayloads.transferred(in, account);
            case HORIZON -> new Horizon(version);
            case HELD -> TransferPayloads.held(in, version);
            case HELD_GONE -> new HeldGone(version, in.number());
            case KEPT -> TransferPayloads.kept(in, version);
            case KEPT_GONE -> new KeptGone(version, in.number());
            case DEPARTED -> new Departed(account, version, in.number32(), in.number(), UidRange.read(in));
            case PROPERTY -> new PropertyState(account, version, PropertyKey.read(in), PropertyValue.of(in.octets()));
            case PROPERTY_GONE -> new PropertyGone(account, version, PropertyKey.read(in));
            case SEEN_BY ->
                new SeenBy(account, version, in.number32(), in.text(), in.number(), in.number(), in.octet() == 1);
            case MEMBER ->
                new StateRecord.Member(account, version, in.number32(), in.number(), in.number(), in.octet() == 1);
            case MEMBER_GONE -> new StateRecord.MemberGone(account, version, in.number32(), in.number());
        };
    }

    private static void counters(RecordWriter out, Counters counters) {
        out.number(counters.itemNo());
        out.number(counters.folderId());
        out.number(counters.uidValidity());
        out.number(counters.purged());
        out.number(counters.forgotten());
    }

    private static void gone(RecordWriter out, FolderGone gone) {
        out.number(gone.folderId());
        out.number(gone.at());
        last(out, gone.last());
    }

    private static void gone(RecordWriter out, ItemGone gone) {
        out.number(gone.itemNo());
        out.number(gone.folderId());
        out.number(gone.uid());
        out.number(gone.at());
        last(out, gone.last());
    }

    /** An earlier release did not say which messages left. */
    private static Counters counters(RecordReader in, long account, long version) throws Malformed {
        long itemNo = in.number();
        int folderId = in.number32();
        long uidValidity = in.number();
        long purged = in.hasMore() ? in.number() : version;
        long forgotten = in.hasMore() ? in.number() : 0;
        return new Counters(account, version, itemNo, folderId, uidValidity, purged, forgotten);
    }

    /** What a thing was that is gone: the version it had, then the rest of its record. */
    private static void last(RecordWriter out, Optional<? extends StateRecord> last) {
        out.octet(last.isPresent() ? 1 : 0);
        if (last.isPresent()) {
            out.number(last.get().version());
            RecordWriter payload = new RecordWriter();
            write(payload, last.get());
            out.octets(payload.bytes());
        }
    }

    private static FolderGone folderGone(RecordReader in, long account, long version) throws Malformed {
        int folderId = in.number32();
        if (!in.hasMore()) {
            return new FolderGone(account, version, folderId);
        }
        long at = in.number();
        Optional<FolderState> last =
                in.octet() == 1 ? Optional.of(folder(account, in.number(), in.part())) : Optional.empty();
        return new FolderGone(account, version, folderId, at, last);
    }

    private static ItemGone itemGone(RecordReader in, long account, long version) throws Malformed {
        long itemNo = in.number();
        int folderId = in.number32();
        long uid = in.number();
        if (!in.hasMore()) {
            return new ItemGone(account, version, itemNo, folderId, uid);
        }
        long at = in.number();
        Optional<Item> last = in.octet() == 1 ? Optional.of(item(account, in.number(), in.part())) : Optional.empty();
        return new ItemGone(account, version, itemNo, folderId, uid, at, last);
    }

    private static void mark(RecordWriter out, SeenBy mark) {
        out.number(mark.folderId());
        out.text(mark.principal());
        out.number(mark.itemNo());
        out.number(mark.uid());
        out.octet(mark.seen() ? 1 : 0);
    }

    private static void member(RecordWriter out, StateRecord.Member member) {
        out.number(member.folderId());
        out.number(member.itemNo());
        out.number(member.uid());
        out.octet(member.waits() ? 1 : 0);
    }

    private static void folder(RecordWriter out, FolderState folder) {
        out.number(folder.folderId());
        out.number(folder.parent());
        out.text(folder.name());
        out.octet(folder.type().role().code());
        out.number(folder.uidValidity());
        out.number(folder.uidNext());
        out.number(folder.recentFrom());
        out.text(folder.type().folderClass());
        out.octet(folder.type().hidden() ? 1 : 0);
    }

    private static FolderState folder(long account, long version, RecordReader in) throws Malformed {
        int folderId = in.number32();
        int parent = in.number32();
        String name = in.text();
        FolderRole role = FolderRole.of(in.octet());
        long uidValidity = in.number();
        long uidNext = in.number();
        long recentFrom = in.number();
        FolderType type = in.hasMore() ? new FolderType(role, in.text(), in.octet() == 1) : FolderType.mail(role);
        return new FolderState(account, version, folderId, parent, name, type, uidValidity, uidNext, recentFrom);
    }

    private static void item(RecordWriter out, Item item) {
        out.number(item.itemNo());
        out.number(item.folderId());
        out.number(item.uid());
        out.octet(item.flags().system());
        out.number(item.flags().keywordBits());
        out.fixed64(item.receivedAt().epochSecond());
        out.number(item.receivedAt().offsetMinutes() + 1440);
        out.number(item.history().created());
        out.text(item.prefix());
        item.body().write(out);
        out.octet(item.kind().code());
        item.history().write(out);
        item.properties().write(out);
    }

    private static Item item(long account, long version, RecordReader in) throws Malformed {
        long itemNo = in.number();
        int folderId = in.number32();
        long uid = in.number();
        int system = in.octet();
        Flags flags = Flags.of(system, in.number());
        long epochSecond = in.fixed64();
        ReceivedAt receivedAt = new ReceivedAt(epochSecond, in.size(2 * 1440) - 1440);
        long created = in.number();
        String prefix = in.text();
        StoredBody body = StoredBody.read(in);
        ItemKind kind = in.hasMore() ? ItemKind.of(in.octet()) : ItemKind.MAIL;
        ItemHistory history = in.hasMore() ? ItemHistory.read(in, created) : ItemHistory.unknown(created, version);
        ItemProperties properties = ItemProperties.read(in);
        return new Item(
                account, version, itemNo, folderId, uid, kind, flags, receivedAt, history, prefix, body, properties);
    }
}
