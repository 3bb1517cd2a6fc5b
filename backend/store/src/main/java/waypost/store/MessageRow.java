package waypost.store;

/** What an open folder knows of a message without reading more. */
public record MessageRow(long uid, long itemNo, Flags flags, long modseq) {}
