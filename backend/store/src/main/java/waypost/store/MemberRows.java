package waypost.store;

import java.io.IOException;
import java.util.Optional;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.Member;

/** What search folders list and count, in the index: it follows from the items and from the records that say which of them are shown. */
final class MemberRows {
    private MemberRows() {}

    static void update(Batch batch, Optional<StateRecord> before, StateRecord after) throws IOException {
        if (before.isPresent() && before.get() instanceof Member old && old.shown()) {
            replace(batch, old, Optional.empty());
        }
        if (after instanceof Member now && now.shown()) {
            replace(batch, now, made(batch, now));
        }
    }

    /** What the record makes its folder show. */
    static Optional<MessageRow> row(Batch batch, StateRecord state) throws IOException {
        return state instanceof Member member && member.shown() ? listed(batch, member) : Optional.empty();
    }

    private static byte[] key(Member member) {
        return Keys.uid(member.account(), member.folderId(), member.uid());
    }

    private static Optional<MessageRow> listed(Batch batch, Member member) throws IOException {
        byte[] key = key(member);
        return batch.get(Family.ACCOUNTS, key).map(value -> MessageRow.read(key, value));
    }

    /** In a rebuild the item may come later; then another record of this kind comes with it. */
    private static Optional<MessageRow> made(Batch batch, Member member) throws IOException {
        Optional<byte[]> value = batch.get(Family.ACCOUNTS, Keys.item(member.account(), member.itemNo()));
        return value.isPresent() && Entry.of(value.get()).state() instanceof Item item
                ? Optional.of(MessageRow.of(item, member))
                : Optional.empty();
    }

    private static void replace(Batch batch, Member member, Optional<MessageRow> row) throws IOException {
        Optional<MessageRow> before = listed(batch, member);
        StoredCounts.add(
                batch,
                member.account(),
                member.folderId(),
                row.map(StoredCounts::of)
                        .orElse(StoredCounts.NONE)
                        .minus(before.map(StoredCounts::of).orElse(StoredCounts.NONE)));
        if (row.isPresent()) {
            batch.put(Family.ACCOUNTS, key(member), row.get().bytes());
        } else {
            batch.delete(Family.ACCOUNTS, key(member));
        }
    }
}
