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
    private final long term;
    private long copied;

    AccountCopy(long account, VolumeCore from, VolumeCore to, Accounts.Moving progress) {
        this.account = account;
        this.from = from;
        this.to = to;
        this.progress = progress;
        this.term = to.journal().term();
    }

    /** Copies what differs; answers how many things did. */
    Outcome<Long> pass() throws IOException {
        long before = copied;
        Outcome<Long> swept = sweep();
        return swept instanceof Outcome.Refused<Long>
                ? swept
                : each(from.table(), this::copy).map(all -> all - before);
    }

    /**
     * What has gone since the other volume got it, and has been forgotten, has left no trace to copy. It goes there too; the counters, which are copied behind
     * this, let it be forgotten there.
     */
    private Outcome<Long> sweep() throws IOException {
        long forgotten = AccountReads.counters(from.table(), account).forgotten();
        boolean all = forgotten <= AccountReads.counters(to.table(), account).forgotten();
        return all ? Outcome.done(copied) : each(to.table(), page -> take(gone(page, forgotten)));
    }

    private List<StateRecord> gone(List<StateRecord> page, long forgotten) throws IOException {
        List<StateRecord> gone = new ArrayList<>();
        for (StateRecord state : page) {
            if (from.table().get(Family.ACCOUNTS, Keys.thing(state)).isEmpty()) {
                switch (state) {
                    case StateRecord.Item item ->
                        gone.add(new StateRecord.ItemGone(
                                account, forgotten, item.itemNo(), item.folderId(), item.uid()));
                    case StateRecord.FolderState folder ->
                        gone.add(new StateRecord.FolderGone(account, forgotten, folder.folderId()));
                    case StateRecord.PropertyState property ->
                        gone.add(new StateRecord.PropertyGone(account, forgotten, property.key()));
                    case StateRecord.Member member ->
                        gone.add(new StateRecord.MemberGone(account, forgotten, member.folderId(), member.itemNo()));
                    default -> {} // goes with one of these, or is forgotten by the counters
                }
            }
        }
        return gone;
    }

    private interface Work {
        Outcome<Long> on(List<StateRecord> page) throws IOException;
    }

    /** All things of the account in a table, page by page; answers how many have been copied so far. */
    private Outcome<Long> each(Table table, Work work) throws IOException {
        byte[] prefix = Keys.account(account);
        byte[] next = prefix;
        while (next.length > 0) {
            List<StateRecord> page = new ArrayList<>();
            next = page(table, prefix, next, page);
            Pins.Pin pin = to.journal().pin();
            try {
                if (work.on(page) instanceof Outcome.Refused<Long>(Outcome.Reason reason)) {
                    return Outcome.refused(reason);
                }
            } finally {
                pin.close();
            }
            progress.at(copied);
        }
        return Outcome.done(copied);
    }

    /** Bodies go ahead of the commit that names them. */
    private Outcome<Long> copy(List<StateRecord> page) throws IOException {
        List<StateRecord> records = new ArrayList<>();
        for (StateRecord state : page) {
            if (differs(state)) {
                switch (copied(state)) {
                    case Outcome.Done<? extends StateRecord>(StateRecord record) -> records.add(record);
                    case Outcome.Refused<? extends StateRecord>(Outcome.Reason reason) -> {
                        return Outcome.refused(reason);
                    }
                }
            }
        }
        return take(records);
    }

    private Outcome<Long> take(List<StateRecord> records) throws IOException {
        copied += records.size();
        return records.isEmpty()
                ? Outcome.done(copied)
                : to.commits().copy(account, records, Change.Growth.GROWS).map(_ -> copied);
    }

    /** The same, with the body that the other volume has of it. */
    private Outcome<? extends StateRecord> copied(StateRecord state) throws IOException {
        return switch (state) {
            case StateRecord.Item item -> copy(item);
            case StateRecord.ItemGone gone
            when gone.last().isPresent() -> copy(gone.last().get()).map(last -> withBody(gone, last.body()));
            default -> Outcome.done(state);
        };
    }

    /** Takes some things; answers where to go on, or nothing. */
    private static byte[] page(Table table, byte[] prefix, byte[] first, List<StateRecord> page) throws IOException {
        byte[][] last = {new byte[0]};
        table.scanFrom(Family.ACCOUNTS, prefix, first, (key, value) -> {
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
        return switch (there) {
            case StateRecord.Item other
            when state instanceof StateRecord.Item item ->
                item.with(other.body()).equals(other);
            case StateRecord.ItemGone other
            when other.last().isPresent() && state instanceof StateRecord.ItemGone gone ->
                withBody(gone, other.last().get().body()).equals(other);
            default -> state.equals(there);
        };
    }

    /** A message that can be brought back has its body still. */
    private static StateRecord.ItemGone withBody(StateRecord.ItemGone gone, StoredBody body) {
        return new StateRecord.ItemGone(
                gone.account(),
                gone.version(),
                gone.itemNo(),
                gone.folderId(),
                gone.uid(),
                gone.at(),
                gone.last().map(last -> last.with(body)));
    }

    private Outcome<StateRecord.Item> copy(StateRecord.Item item) throws IOException {
        Optional<StoredBody> known = known(item);
        return (known.isPresent() ? Outcome.done(known.get()) : copy(item.body())).map(item::with);
    }

    /** Part by part; needs none of the memory for uploads, which deliveries may hold that wait for the account. */
    private Outcome<StoredBody> copy(StoredBody body) throws IOException {
        CRC32C crc = new CRC32C();
        List<BodyPart> parts = new ArrayList<>();
        for (BodyPart part : body.parts()) {
            ByteBuffer octets = ByteBuffer.allocate(part.length());
            from.journal().body(List.of(part)).read(0, part.length(), octets::put);
            crc.update(octets.flip().duplicate());
            switch (Commits.ended(to.journal().appendPart(term, account, octets, Change.Growth.GROWS))) {
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
        if (before.filter(there -> item.body().alike(there.body())).isPresent()) {
            return before.map(StateRecord.Item::body);
        }
        Optional<StateRecord.Item> original = AccountReads.item(from.table(), account, item.original());
        boolean shared = original.filter(
                        one -> one.itemNo() != item.itemNo() && one.body().equals(item.body()))
                .isPresent();
        return shared
                ? AccountReads.item(to.table(), account, item.original())
                        .map(StateRecord.Item::body)
                        .filter(item.body()::alike)
                : Optional.empty();
    }
}
