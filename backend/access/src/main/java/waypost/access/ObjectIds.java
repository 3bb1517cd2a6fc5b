package waypost.access;

import waypost.store.Message;

/**
 * The identifiers of RFC 8474. They are of the account, not of the node or the volume, and stay when it moves. The user's own are short; those of other
 * accounts have the account in them, so that no two that he sees are the same.
 */
final class ObjectIds {
    private ObjectIds() {}

    static String mailbox(Place place) {
        return "F" + account(place) + place.folder().id();
    }

    private static String account(Place place) {
        return place.branch().personal() ? "" : place.branch().account().id() + "-";
    }

    /** A copy has that of its source (RFC 8474 §5.1). */
    static String email(Place place, Message message) {
        return "M" + account(place) + message.original();
    }

    static String thread(Place place, Message message) {
        return "T" + account(place) + message.thread();
    }
}
