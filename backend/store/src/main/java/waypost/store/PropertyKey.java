package waypost.store;

import java.nio.charset.StandardCharsets;

/**
 * Names a property.
 *
 * @param folderId whose it is; {@link #ACCOUNT} for the account itself
 * @param name as its kind wants it; compared octet by octet
 */
public record PropertyKey(PropertyKind kind, int folderId, String name) {
    public static final int ACCOUNT = 0;

    /** Octets of a name in UTF-8, at most. */
    public static final int NAME_OCTETS = 1000;

    boolean valid() {
        int octets = name.getBytes(StandardCharsets.UTF_8).length;
        return octets > 0 && octets <= NAME_OCTETS;
    }

    void write(RecordWriter out) {
        out.octet(kind.code());
        out.number(folderId);
        out.text(name);
    }

    static PropertyKey read(RecordReader in) throws RecordReader.Malformed {
        int code = in.octet();
        PropertyKind kind =
                PropertyKind.of(code).orElseThrow(() -> new RecordReader.Malformed("property of kind " + code));
        return new PropertyKey(kind, in.number32(), in.text());
    }
}
