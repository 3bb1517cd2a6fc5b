package waypost.protocol.imap;

import java.util.List;
import java.util.stream.Stream;

/** What a session behind log-in can do, for the answer to the log-in and to CAPABILITY (RFC 3501 §7.2.1). */
public final class ImapCapabilities {
    private static final List<String> ALWAYS = List.of(
            "IMAP4rev1",
            "LITERAL+",
            "ID",
            "ENABLE",
            "CONDSTORE",
            "IDLE",
            "NAMESPACE",
            "UIDPLUS",
            "MOVE",
            "UNSELECT",
            "CHILDREN",
            "LIST-EXTENDED",
            "LIST-STATUS",
            "STATUS=SIZE",
            "SPECIAL-USE",
            "CREATE-SPECIAL-USE",
            "MULTIAPPEND",
            "ESEARCH",
            "SEARCHRES",
            "WITHIN",
            "SORT",
            "SORT=DISPLAY",
            "ESORT",
            "THREAD=ORDEREDSUBJECT",
            "THREAD=REFERENCES");

    private ImapCapabilities() {}

    public static List<String> of(AppendLimit limit) {
        return Stream.concat(ALWAYS.stream(), Stream.of(limit.capability())).toList();
    }
}
