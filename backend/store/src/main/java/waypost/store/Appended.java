package waypost.store;

/** Where a new message is. */
public record Appended(int folderId, long uidValidity, long uid, long itemNo) {}
