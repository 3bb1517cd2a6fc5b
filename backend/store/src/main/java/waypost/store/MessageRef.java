package waypost.store;

/**
 * Names a message at its place in a folder. One that has left that place, be it for another UID in the same folder, is not meant any more.
 */
public record MessageRef(long itemNo, long uid) {}
