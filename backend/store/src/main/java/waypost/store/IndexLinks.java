package waypost.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import waypost.store.StateRecord.Counters;
import waypost.store.StateRecord.Departed;
import waypost.store.StateRecord.Horizon;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.ItemGone;
import waypost.store.StateRecord.PropertyState;
import waypost.store.StateRecord.SeenBy;
import waypost.store.StateRecord.Transferred;

/**
 * The further keys that lead to things: UIDs and counts of a folder, users of a body, transfers by digest, id and age, marks of an item, folders in which
 * somebody has rights, threads by link, what search folders show and have to look at. Follow from the things alone.
 */
final class IndexLinks {
    private static final byte[] NOTHING = {};

    private IndexLinks() {}

    static void update(Batch batch, Optional<StateRecord> before, StateRecord after) throws IOException {
        before.ifPresent(old -> unlink(batch, old));
        link(batch, after);
        StoredCounts.update(batch, before, after);
        MemberRows.update(batch, before, after);
        ThreadIndex.update(batch, before, after);
        switch (after) {
            case Horizon horizon -> forget(batch, horizon.version());
            case Item item
            when mayHaveBeenElsewhere(before, item) ->
                unmark(batch, item.account(), item.itemNo(), Keys.place(item.folderId(), item.uid()));
            case StateRecord.ItemGone gone -> unmark(batch, gone.account(), gone.itemNo(), NOTHING);
            case Counters counters -> {
                if (counters.purged() > purged(before)) {
                    purge(batch, counters);
                }
                if (Tombstones.grow(before, counters)) {
                    Tombstones.forget(batch, counters);
                }
            }
            case StateRecord other -> {}
        }
    }

    /** Not one that has just come, nor one that stays. In a rebuild, the record that told where an item was before may be missing. */
    private static boolean mayHaveBeenElsewhere(Optional<StateRecord> before, Item now) {
        boolean stays = before.isPresent()
                && before.get() instanceof Item old
                && old.folderId() == now.folderId()
                && old.uid() == now.uid();
        return !stays && now.history().created() != now.version();
    }

    /** Forgets what principals have marked of the item at other places than this one. */
    private static void unmark(Batch batch, long account, long itemNo, byte[] place) throws IOException {
        for (byte[] mark : batch.keys(Family.ACCOUNTS, Keys.marks(account, itemNo), Keys.marks(account, itemNo + 1))) {
            if (!Arrays.equals(Keys.placeOfMark(mark), place)) {
                batch.delete(Family.ACCOUNTS, mark);
                batch.delete(Family.ACCOUNTS, Keys.thingOfMark(mark));
            }
        }
    }

    private static long purged(Optional<StateRecord> counters) {
        return counters.isPresent() && counters.get() instanceof Counters known ? known.purged() : 0;
    }

    /** Whether the record comes when what it says has been forgotten already. */
    static boolean late(Batch batch, StateRecord state) throws IOException {
        return switch (state) {
            case Transferred sent -> sent.seen().began() < horizon(batch);
            case Departed departed -> {
                Optional<byte[]> counters = batch.get(Family.ACCOUNTS, Keys.counters(departed.account()));
                yield counters.isPresent()
                        && departed.version()
                                <= purged(Optional.of(Entry.of(counters.get()).state()));
            }
            case SeenBy mark -> {
                Optional<byte[]> item = batch.get(Family.ACCOUNTS, Keys.item(mark.account(), mark.itemNo()));
                yield item.isPresent() && !mark.of(Entry.of(item.get()).state());
            }
            case StateRecord other -> false;
        };
    }

    private static void purge(Batch batch, Counters counters) throws IOException {
        byte[] all = Keys.departed(counters.account());
        for (byte[] key : batch.keys(Family.ACCOUNTS, all, Keys.behind(all))) {
            if (Keys.modseqOfDeparted(key) <= counters.purged()) {
                batch.delete(Family.ACCOUNTS, key);
            }
        }
    }

    static void unlink(Batch batch, StateRecord old) {
        Tombstones.unlink(batch, old);
        switch (old) {
            case Item item -> {
                batch.delete(Family.ACCOUNTS, Keys.uid(item.account(), item.folderId(), item.uid()));
                unrefer(batch, item.body(), item.account(), item.itemNo());
            }
            case Transferred done -> {
                batch.delete(Family.ACCOUNTS, Keys.digest(done));
                batch.delete(Family.VOLUME, VolumeKeys.byTransfer(done));
                batch.delete(Family.VOLUME, VolumeKeys.byAge(done));
            }
            case SeenBy mark -> batch.delete(Family.ACCOUNTS, Keys.mark(mark));
            case StateRecord.Member member -> batch.delete(Family.VOLUME, sought(member));
            case PropertyState property
            when property.key().kind() == PropertyKind.ACL -> batch.delete(Family.VOLUME, VolumeKeys.granted(property));
            case PropertyState property
            when SearchFolders.fills(property.key()) -> batch.delete(Family.VOLUME, sought(property));
            case ItemGone gone ->
                gone.last().ifPresent(item -> unrefer(batch, item.body(), item.account(), item.itemNo()));
            case StateRecord.Held held -> unrefer(batch, held.body(), 0, held.number());
            case StateRecord.Kept kept -> unrefer(batch, kept.body(), 0, kept.number());
            case StateRecord other -> {}
        }
    }

    private static void link(Batch batch, StateRecord now) throws IOException {
        Tombstones.link(batch, now);
        switch (now) {
            case Item item -> {
                batch.put(
                        Family.ACCOUNTS, Keys.uid(item.account(), item.folderId(), item.uid()), MessageRow.bytes(item));
                refer(batch, item.body(), item.account(), item.itemNo());
            }
            case StateRecord.Owned owned -> batch.put(Family.VOLUME, VolumeKeys.byAccount(owned.account()), NOTHING);
            case Transferred done -> {
                batch.put(Family.ACCOUNTS, Keys.digest(done), NOTHING);
                batch.put(Family.VOLUME, VolumeKeys.byTransfer(done), NOTHING);
                batch.put(Family.VOLUME, VolumeKeys.byAge(done), NOTHING);
            }
            case SeenBy mark -> batch.put(Family.ACCOUNTS, Keys.mark(mark), NOTHING);
            case StateRecord.Member member when member.waits() -> batch.put(Family.VOLUME, sought(member), NOTHING);
            case PropertyState property
            when property.key().kind() == PropertyKind.ACL ->
                batch.put(Family.VOLUME, VolumeKeys.granted(property), NOTHING);
            case PropertyState property
            when SearchFolders.fills(property.key()) -> batch.put(Family.VOLUME, sought(property), NOTHING);
            case ItemGone gone ->
                gone.last().ifPresent(item -> refer(batch, item.body(), item.account(), item.itemNo()));
            case StateRecord.Held held -> refer(batch, held.body(), 0, held.number());
            case StateRecord.Kept kept -> refer(batch, kept.body(), 0, kept.number());
            case StateRecord other -> {}
        }
    }

    private static byte[] sought(StateRecord.Member member) {
        return VolumeKeys.sought(member.account(), member.folderId(), member.itemNo());
    }

    private static byte[] sought(PropertyState filling) {
        return VolumeKeys.sought(filling.account(), filling.key().folderId(), 0);
    }

    private static long horizon(Batch batch) throws IOException {
        Optional<byte[]> value = batch.get(Family.ACCOUNTS, Keys.horizon());
        return value.isPresent() ? Entry.of(value.get()).state().version() : 0;
    }

    private static void forget(Batch batch, long horizon) throws IOException {
        for (byte[] key : batch.keys(Family.VOLUME, VolumeKeys.byAge(), VolumeKeys.byAge(horizon))) {
            byte[] thing = VolumeKeys.thingByAge(key);
            Optional<byte[]> value = batch.get(Family.ACCOUNTS, thing);
            if (value.isPresent()) {
                unlink(batch, Entry.of(value.get()).state());
                batch.delete(Family.ACCOUNTS, thing);
            }
        }
    }

    /** Each part by itself: the cleaner asks for records. */
    private static void refer(Batch batch, StoredBody body, long account, long number) {
        for (BodyPart part : body.parts()) {
            batch.put(Family.BODIES, Keys.reference(part.position(), account, number), part.lengthOctets());
        }
    }

    private static void unrefer(Batch batch, StoredBody body, long account, long number) {
        for (BodyPart part : body.parts()) {
            batch.delete(Family.BODIES, Keys.reference(part.position(), account, number));
        }
    }
}
