package waypost.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waypost.identity.Ownership;
import waypost.identity.TransferId;

/**
 * The whole small state of one thing after a commit, as the journal keeps it: never a difference. Of two records of a thing the one of the higher
 * version holds, of equal versions the later. The version is the account's modseq where nothing else is said. Account 0 is the volume itself.
 */
sealed interface StateRecord {
    long account();

    long version();

    /**
     * Which node owns the account.
     *
     * @param endedAt when an administrator deleted it, or when it moved to another volume, in seconds since the epoch; 0 for one that is here, or of which that
     *     is not known
     */
    record Owned(Ownership ownership, long version, long endedAt) implements StateRecord {
        Owned(Ownership ownership, long version) {
            this(ownership, version, 0);
        }

        @Override
        public long account() {
            return ownership.id().value();
        }
    }

    /**
     * The last numbers given out.
     *
     * @param folderId of account 0: the counter that the next account's id is above, if that is more than the accounts themselves say
     * @param purged which messages left their folders at this modseq or before may be forgotten
     * @param forgotten what went at this modseq or before may be forgotten, and cannot be brought back
     */
    record Counters(
            long account, long version, long itemNo, int folderId, long uidValidity, long purged, long forgotten)
            implements StateRecord {
        static Counters none(long account) {
            return new Counters(account, 0, 0, 0, 0, 0, 0);
        }
    }

    /** Names of the account's keywords, in the order of their bits. */
    record Keywords(long account, long version, List<String> names) implements StateRecord {}

    record Subscriptions(long account, long version, List<String> names) implements StateRecord {}

    /**
     * A folder that is there.
     *
     * @param parent 0 for a folder at the top
     * @param name one level, without the parents' names
     * @param recentFrom the first UID that no session has been told of as recent
     */
    record FolderState(
            long account,
            long version,
            int folderId,
            int parent,
            String name,
            FolderType type,
            long uidValidity,
            long uidNext,
            long recentFrom)
            implements StateRecord {
        FolderState with(long newVersion, long newUidNext, long newRecentFrom) {
            return new FolderState(
                    account, newVersion, folderId, parent, name, type, uidValidity, newUidNext, newRecentFrom);
        }

        FolderGone deleted(long modseq, Instant now) {
            return new FolderGone(account, modseq, folderId, now.getEpochSecond(), Optional.of(this));
        }

        FolderState renamed(long newVersion, int newParent, String newName) {
            return new FolderState(
                    account, newVersion, folderId, newParent, newName, type, uidValidity, uidNext, recentFrom);
        }
    }

    /**
     * A folder that is not there any more.
     *
     * @param at when it went, in seconds since the epoch; 0 when that is not known
     * @param last as it was; empty when it cannot be brought back
     */
    record FolderGone(long account, long version, int folderId, long at, Optional<FolderState> last)
            implements StateRecord {
        /** Of one that cannot be brought back. */
        FolderGone(long account, long version, int folderId) {
            this(account, version, folderId, 0, Optional.empty());
        }
    }

    record Item(
            long account,
            long version,
            long itemNo,
            int folderId,
            long uid,
            ItemKind kind,
            Flags flags,
            ReceivedAt receivedAt,
            ItemHistory history,
            String prefix,
            StoredBody body,
            ItemProperties properties)
            implements StateRecord {
        /** Without properties. */
        Item(
                long account,
                long version,
                long itemNo,
                int folderId,
                long uid,
                ItemKind kind,
                Flags flags,
                ReceivedAt receivedAt,
                ItemHistory history,
                String prefix,
                StoredBody body) {
            this(
                    account,
                    version,
                    itemNo,
                    folderId,
                    uid,
                    kind,
                    flags,
                    receivedAt,
                    history,
                    prefix,
                    body,
                    ItemProperties.NONE);
        }

        long size() {
            return prefixOctets().length + body.length();
        }

        byte[] prefixOctets() {
            return prefix.getBytes(StandardCharsets.UTF_8);
        }

        /** Number of the item that had this content first: copies have it in common. */
        long original() {
            return history.original() == 0 ? itemNo : history.original();
        }

        /** Number of the item that began the thread it belongs to. */
        long thread() {
            long begun = history.threading().thread();
            return begun == 0 ? original() : begun;
        }

        Item flagged(long modseq, Flags newFlags) {
            boolean read = newFlags.has(Flags.SEEN) != flags.has(Flags.SEEN);
            return with(modseq, newFlags, read ? history.readAt(modseq) : history, properties);
        }

        /** They count as content. */
        Item extended(long modseq, ItemProperties newProperties) {
            return with(modseq, flags, history.changedAt(modseq), newProperties);
        }

        Item moved(long modseq, Instant now, int newFolder, long newUid) {
            return at(history.savedAt(now), modseq, itemNo, newFolder, newUid);
        }

        Item copied(ItemHistory then, long newItemNo, int newFolder, long newUid) {
            return at(then, then.created(), newItemNo, newFolder, newUid);
        }

        /** Brought back: a copy that is not to be expunged again. */
        Item restored(ItemHistory then, long newItemNo, int newFolder, long newUid) {
            return copied(then, newItemNo, newFolder, newUid).flagged(then.created(), flags.without(Flags.DELETED));
        }

        ItemGone expunged(long modseq, Instant now) {
            return new ItemGone(account, modseq, itemNo, folderId, uid, now.getEpochSecond(), Optional.of(this));
        }

        Item resolved(Position operation) {
            return with(body.resolve(operation));
        }

        /** The same, of another version. */
        Item versioned(long newVersion) {
            return with(newVersion, flags, history, properties);
        }

        Item with(StoredBody newBody) {
            return new Item(
                    account,
                    version,
                    itemNo,
                    folderId,
                    uid,
                    kind,
                    flags,
                    receivedAt,
                    history,
                    prefix,
                    newBody,
                    properties);
        }

        private Item with(long modseq, Flags newFlags, ItemHistory then, ItemProperties newProperties) {
            return new Item(
                    account,
                    modseq,
                    itemNo,
                    folderId,
                    uid,
                    kind,
                    newFlags,
                    receivedAt,
                    then,
                    prefix,
                    body,
                    newProperties);
        }

        private Item at(ItemHistory then, long modseq, long newItemNo, int newFolder, long newUid) {
            return new Item(
                    account,
                    modseq,
                    newItemNo,
                    newFolder,
                    newUid,
                    kind,
                    flags,
                    receivedAt,
                    then,
                    prefix,
                    body,
                    properties);
        }
    }

    /**
     * An item that was expunged.
     *
     * @param at when, in seconds since the epoch; 0 when that is not known
     * @param last as it was: it needs its body for as long as it can be brought back; empty when it cannot
     */
    record ItemGone(long account, long version, long itemNo, int folderId, long uid, long at, Optional<Item> last)
            implements StateRecord {
        /** Of one that cannot be brought back. */
        ItemGone(long account, long version, long itemNo, int folderId, long uid) {
            this(account, version, itemNo, folderId, uid, 0, Optional.empty());
        }

        /** The same, but it cannot be brought back any more. */
        ItemGone erased(long modseq, Instant now) {
            return new ItemGone(account, modseq, itemNo, folderId, uid, now.getEpochSecond(), Optional.empty());
        }
    }

    /**
     * UIDs that left a folder in one commit, be it that their messages were expunged or moved. The version tells it from the folder's others. An item's own
     * records do not say this: they give only its last place, and those between may be cleaned away.
     *
     * @param at when, in seconds since the epoch
     * @param uids growing
     */
    record Departed(long account, long version, int folderId, long at, List<UidRange> uids) implements StateRecord {}

    record PropertyState(long account, long version, PropertyKey key, PropertyValue value) implements StateRecord {
        Property property() {
            return new Property(key, version, value);
        }
    }

    record PropertyGone(long account, long version, PropertyKey key) implements StateRecord {}

    /**
     * Whether a principal other than the owner has seen a message in this folder. It goes with the message: the index forgets marks of an item that is not
     * there, or not there any more by this UID.
     */
    record SeenBy(long account, long version, int folderId, String principal, long itemNo, long uid, boolean seen)
            implements StateRecord {
        boolean of(StateRecord item) {
            return item instanceof Item there
                    && there.itemNo() == itemNo
                    && there.folderId() == folderId
                    && there.uid() == uid;
        }
    }

    /**
     * That a search folder shows an item, wherever that is. It is written anew with each change of the item, so what the folder lists follows from the two.
     *
     * @param folderId of the search folder
     * @param uid there; 0 when it is not shown
     * @param waits whether the item's text has to be read before it is known if it belongs there
     */
    record Member(long account, long version, int folderId, long itemNo, long uid, boolean waits)
            implements StateRecord {
        boolean shown() {
            return uid != 0;
        }
    }

    /** That a search folder does not show the item any more, nor waits for it. */
    record MemberGone(long account, long version, int folderId, long itemNo) implements StateRecord {}

    /** A transfer that has reached a recipient of the account, as this item. Version 1 when stored, 2 when DONE. */
    record Transferred(long account, TransferId transfer, String recipient, TransferLedger.Seen seen, long itemNo)
            implements StateRecord {
        Transferred doneAt(long tick) {
            return new Transferred(account, transfer, recipient, seen.doneAt(tick), itemNo);
        }

        @Override
        public long version() {
            return seen.done().isPresent() ? 2 : 1;
        }
    }

    /** Transfers seen before this tick are forgotten. The version is the tick. */
    record Horizon(long version) implements StateRecord {
        @Override
        public long account() {
            return 0;
        }
    }

    /**
     * A body kept for recipients of other nodes. The version is the volume's modseq, as for the next three.
     *
     * @param began tick of the transfer's MAIL
     */
    record Held(long version, long number, TransferId transfer, long began, long tick, StoredBody body)
            implements StateRecord {
        Held resolved(Position operation) {
            return new Held(version, number, transfer, began, tick, body.resolve(operation));
        }

        @Override
        public long account() {
            return 0;
        }
    }

    record HeldGone(long version, long number) implements StateRecord {
        @Override
        public long account() {
            return 0;
        }
    }

    /** An entry of the hand-on queue. */
    record Kept(
            long version, long number, KeeperLedger.Promise promise, int attempts, long nextAttempt, StoredBody body)
            implements StateRecord {
        Kept resolved(Position operation) {
            return with(version, attempts, nextAttempt, body.resolve(operation));
        }

        Kept with(long newVersion, int newAttempts, long newNextAttempt, StoredBody newBody) {
            return new Kept(newVersion, number, promise, newAttempts, newNextAttempt, newBody);
        }

        /** An attempt is due: DONE may be what it waits for. */
        Kept done(long newVersion, KeeperLedger.Promise marked, long now) {
            return new Kept(newVersion, number, marked, attempts, Math.min(nextAttempt, now), body);
        }

        @Override
        public long account() {
            return 0;
        }
    }

    record KeptGone(long version, long number) implements StateRecord {
        @Override
        public long account() {
            return 0;
        }
    }
}
