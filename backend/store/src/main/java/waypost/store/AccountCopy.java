package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Makes what one volume has of an account another volume's, thing by thing: records as they are, with their versions, and bodies. What the other volume has
 * already is left; what is gone is copied as gone, so the end is the same however often it begins anew. One thread.
 */
final class AccountCopy {
    /** Things that are looked at together. */
    private static final int PAGE = 256;

    private final long account;
    private final VolumeCore from;
    private final VolumeCore to;
    private final Accounts.Moving progress;
    private long copied;

    AccountCopy(long account, VolumeCore from, VolumeCore to, Accounts.Moving progress) {
        this.account = account;
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    /** Copies what differs; answers how many things did. */
    Outcome<Long> pass() throws IOException {
        byte[] prefix = Keys.account(account);
        byte[] next = prefix;
        long before = copied;
        while (next.length > 0) {
            List<StateRecord> page = new ArrayList<>();
            next = page(prefix, next, page);
            Pins.Pin pin = to.journal().pin();
            try {
                if (copy(page) instanceof Outcome.Refused<Long>(Outcome.Reason reason)) {
                    return Outcome.refused(reason);
                }
            } finally {
                pin.close();
            }
            progress.at(copied);
        }
        return Outcome.done(copied - before);
    }

    /** Bodies go ahead of the commit that names them. */
    private Outcome<Long> copy(List<StateRecord> page) throws IOException {
        List<StateRecord> records = new ArrayList<>();
        for (StateRecord state : page) {
            if (differs(state)) {
                switch (state instanceof StateRecord.Item item ? copy(item) : Outcome.done(state)) {
                    case Outcome.Done<? extends StateRecord>(StateRecord record) -> records.add(record);
                    case Outcome.Refused<? extends StateRecord>(Outcome.Reason reason) -> {
                        return Outcome.refused(reason);
                    }
                }
            }
        }
        copied += records.size();
        return records.isEmpty()
                ? Outcome.done(copied)
                : to.commits().copy(account, records).map(_ -> copied);
    }

    /** Takes some things; answers where to go on, or nothing. */
    private byte[] page(byte[] prefix, byte[] first, List<StateRecord> page) throws IOException {
        byte[][] last = {new byte[0]};
        from.table().scanFrom(Family.ACCOUNTS, prefix, first, (key, value) -> {
            if (page.size() == PAGE) {
                last[0] = key;
                return false;
            }
            if (Keys.isThing(key)) {
                page.add(Entry.of(value).state());
            }
            return true;
        });
        return last[0];
    }

    private Optional<StateRecord> there(StateRecord state) throws IOException {
        Optional<byte[]> value = to.table().get(Family.ACCOUNTS, Keys.thing(state));
        return value.isPresent() ? Optional.of(Entry.of(value.get()).state()) : Optional.empty();
    }

    /** Who owns it is no thing that is copied. */
    private boolean differs(StateRecord state) throws IOException {
        return !(state instanceof StateRecord.Owned)
                && there(state).filter(there -> same(state, there)).isEmpty();
    }

    private static boolean same(StateRecord state, StateRecord there) {
        return state instanceof StateRecord.Item item && there instanceof StateRecord.Item other
                ? withBody(item, other.body()).equals(other)
                : state.equals(there);
    }

    private static StateRecord.Item withBody(StateRecord.Item item, StoredBody body) {
        return new StateRecord.Item(
                item.account(),
                item.version(),
                item.itemNo(),
                item.folderId(),
                item.uid(),
                item.kind(),
                item.flags(),
                item.receivedAt(),
                item.history(),
                item.prefix(),
                body);
    }

    private Outcome<StateRecord.Item> copy(StateRecord.Item item) throws IOException {
        Optional<StoredBody> known = known(item);
        return (known.isPresent() ? Outcome.done(known.get()) : copy(item.body())).map(body -> withBody(item, body));
    }

    /** Part by part; needs none of the memory for uploads, which deliveries may hold that wait for the account. */
    private Outcome<StoredBody> copy(StoredBody body) throws IOException {
        CRC32C crc = new CRC32C();
        List<BodyPart> parts = new ArrayList<>();
        for (BodyPart part : body.parts()) {
            ByteBuffer octets = ByteBuffer.allocate(part.length());
            from.journal().body(List.of(part)).read(0, part.length(), octets::put);
            crc.update(octets.flip().duplicate());
            switch (Commits.ended(to.journal().appendPart(account, octets, Change.Growth.GROWS))) {
                case Outcome.Done<Position>(Position position) -> parts.add(new BodyPart(position, part.length()));
                case Outcome.Refused<Position>(Outcome.Reason reason) -> {
                    return Outcome.refused(reason);
                }
            }
        }
        if ((int) crc.getValue() != body.crc()) {
            throw new IOException("a message of account " + account + " is not what was written: check the volume");
        }
        return Outcome.done(new StoredBody(parts, body.length(), body.crc(), body.dotLines()));
    }

    /** The item's body where the other volume has it: its own from before, or that of the message whose copy it is. */
    private Optional<StoredBody> known(StateRecord.Item item) throws IOException {
        if (item.body().parts().isEmpty()) {
            return Optional.of(item.body());
        }
        Optional<StateRecord.Item> before = AccountReads.item(to.table(), account, item.itemNo());
        if (before.filter(there -> alike(item.body(), there.body())).isPresent()) {
            return before.map(StateRecord.Item::body);
        }
        Optional<StateRecord.Item> original = AccountReads.item(from.table(), account, item.original());
        boolean shared = original.filter(
                        one -> one.itemNo() != item.itemNo() && one.body().equals(item.body()))
                .isPresent();
        return shared
                ? AccountReads.item(to.table(), account, item.original())
                        .map(StateRecord.Item::body)
                        .filter(body -> alike(item.body(), body))
                : Optional.empty();
    }

    private static boolean alike(StoredBody one, StoredBody other) {
        return one.length() == other.length() && one.crc() == other.crc() && one.dotLines() == other.dotLines();
    }
}
