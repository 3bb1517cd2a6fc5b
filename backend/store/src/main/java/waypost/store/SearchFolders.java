package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waypost.store.Outcome.Reason;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.Member;

/**
 * Search folders as preparations of commits. What one looks for is a property of it. When that changes, all items of the account have to be looked at; how far
 * that has come is a property as well, so that it goes on after a crash.
 */
final class SearchFolders {
    /** Of an account, at most: each is asked of each item that changes. */
    static final int MOST = 64;

    /** Items that one commit looks at. */
    private static final int TOGETHER = 500;

    private static final String CRITERIA = "criteria";
    private static final String FILLING = "filling";

    private SearchFolders() {}

    static PropertyKey criteria(int folderId) {
        return new PropertyKey(PropertyKind.SEARCH, folderId, CRITERIA);
    }

    private static PropertyKey filling(int folderId) {
        return new PropertyKey(PropertyKind.SEARCH, folderId, FILLING);
    }

    static boolean defines(PropertyKey key) {
        return key.kind() == PropertyKind.SEARCH && key.name().equals(CRITERIA);
    }

    static boolean fills(PropertyKey key) {
        return key.kind() == PropertyKind.SEARCH && key.name().equals(FILLING);
    }

    /**
     * Lets a search folder look for this from now on; what is there is looked at after that.
     *
     * @param criterion empty: for nothing
     */
    static Outcome<Boolean> define(Draft draft, int folderId, Optional<Criterion> criterion) throws IOException {
        if (!draft.searches().containsKey(folderId)) {
            return Outcome.refused(draft.folder(folderId).isEmpty() ? Reason.NO_SUCH_FOLDER : Reason.SEARCH_FOLDER);
        }
        if (criterion.filter(wanted -> wanted.parts().count() > Criterion.MOST).isPresent()) {
            return Outcome.refused(Reason.PROPERTY_TOO_LARGE);
        }
        PropertyKey key = criteria(folderId);
        PropertyChange change = criterion
                .<PropertyChange>map(wanted -> new PropertyChange.Set(key, CriterionCodec.value(wanted)))
                .orElse(new PropertyChange.Remove(key));
        return switch (new PropertyDraft(draft).change(change)) {
            case Outcome.Done<Boolean>(Boolean changed) -> changed ? lookAtAll(draft, folderId) : Outcome.done(false);
            case Outcome.Refused<Boolean> refused -> refused;
        };
    }

    /** Folders have other names: search folders that ask for those look at all items again. */
    static Outcome<Boolean> renamed(Draft draft) throws IOException {
        for (Map.Entry<Integer, Criterion> search : List.copyOf(draft.searches().entrySet())) {
            if (search.getValue().asksFolders()
                    && lookAtAll(draft, search.getKey()) instanceof Outcome.Refused<Boolean> refused) {
                return refused;
            }
        }
        return Outcome.done(true);
    }

    private record Range(long next, long last) {
        PropertyValue value() {
            return PropertyValue.of(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(next)
                    .putLong(last)
                    .array());
        }

        static Range of(PropertyValue value) {
            ByteBuffer in = ByteBuffer.wrap(value.octets());
            return new Range(in.getLong(), in.getLong());
        }
    }

    /** All items that there are now: the first of them at once. Those that come later are looked at when they come. */
    private static Outcome<Boolean> lookAtAll(Draft draft, int folderId) throws IOException {
        return look(draft, folderId, new Range(1, draft.lastItemNo()));
    }

    /** Looks at some of the items that are left. */
    static Outcome<Boolean> fill(Draft draft, int folderId) throws IOException {
        Optional<Property> left = new PropertyDraft(draft).get(filling(folderId));
        return left.isEmpty()
                ? Outcome.done(false)
                : look(draft, folderId, Range.of(left.get().value()));
    }

    private static Outcome<Boolean> look(Draft draft, int folderId, Range left) throws IOException {
        draft.head().quiesce();
        List<Item> items = AccountReads.items(draft.head().table(), draft.account(), left.next(), TOGETHER);
        List<Item> among =
                items.stream().filter(item -> item.itemNo() <= left.last()).toList();
        new Memberships(draft).look(folderId, among, Map.of());
        boolean all = among.size() < TOGETHER;
        PropertyKey key = filling(folderId);
        return new PropertyDraft(draft)
                .change(
                        all
                                ? new PropertyChange.Remove(key)
                                : new PropertyChange.Set(
                                        key, new Range(among.getLast().itemNo() + 1, left.last()).value()));
    }

    /** Takes what was found by reading items that wait. */
    static Outcome<Boolean> decide(Draft draft, int folderId, Map<Long, Map<Criterion.OfText, Boolean>> texts)
            throws IOException {
        List<Item> items = draft.head().items(List.copyOf(texts.keySet()));
        new Memberships(draft).look(folderId, items, texts);
        return Outcome.done(true);
    }

    /** Lets the folder show nothing; answers how many items it has shown or waited for of them. */
    static int empty(Draft draft, int folderId, int most) throws IOException {
        draft.head().quiesce();
        List<Member> members = new ArrayList<>();
        draft.head().table().scan(Family.ACCOUNTS, Keys.members(draft.account(), folderId), (_, value) -> {
            if (Entry.of(value).state() instanceof Member member) {
                members.add(member);
            }
            return members.size() < most;
        });
        members.forEach(draft::hide);
        return members.size();
    }
}
