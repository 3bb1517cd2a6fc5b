package waypost.store;

import java.util.List;
import java.util.Optional;

/** How the journal spells what a record is of. Numbers are never given to another kind. */
enum RecordKind {
    OWNED(1),
    COUNTERS(2),
    KEYWORDS(3),
    SUBSCRIPTIONS(4),
    FOLDER(5),
    FOLDER_GONE(6),
    ITEM(7),
    ITEM_GONE(8),
    TRANSFERRED(9),
    HORIZON(10),
    HELD(11),
    HELD_GONE(12),
    KEPT(13),
    KEPT_GONE(14),
    DEPARTED(15),
    PROPERTY(16),
    PROPERTY_GONE(17),
    SEEN_BY(18),
    MEMBER(19),
    MEMBER_GONE(20);

    private static final List<RecordKind> KINDS = List.of(values());

    private final int code;

    RecordKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Optional<RecordKind> of(int code) {
        return code >= 1 && code <= KINDS.size() ? Optional.of(KINDS.get(code - 1)) : Optional.empty();
    }

    static RecordKind of(StateRecord state) {
        return switch (state) {
            case StateRecord.Owned _ -> OWNED;
            case StateRecord.Counters _ -> COUNTERS;
            case StateRecord.Keywords _ -> KEYWORDS;
            case StateRecord.Subscriptions _ -> SUBSCRIPTIONS;
            case StateRecord.FolderState _ -> FOLDER;
            case StateRecord.FolderGone _ -> FOLDER_GONE;
            case StateRecord.Item _ -> ITEM;
            case StateRecord.ItemGone _ -> ITEM_GONE;
            case StateRecord.Transferred _ -> TRANSFERRED;
            case StateRecord.Horizon _ -> HORIZON;
            case StateRecord.Held _ -> HELD;
            case StateRecord.HeldGone _ -> HELD_GONE;
            case StateRecord.Kept _ -> KEPT;
            case StateRecord.KeptGone _ -> KEPT_GONE;
            case StateRecord.Departed _ -> DEPARTED;
            case StateRecord.PropertyState _ -> PROPERTY;
            case StateRecord.PropertyGone _ -> PROPERTY_GONE;
            case StateRecord.SeenBy _ -> SEEN_BY;
            case StateRecord.Member _ -> MEMBER;
            case StateRecord.MemberGone _ -> MEMBER_GONE;
        };
    }
}
