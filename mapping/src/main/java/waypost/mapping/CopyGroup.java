package waypost.mapping;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;
import waypost.identity.DirectoryId;

/** Changes of a {@link CopyTable} that a file holds as a whole or not at all: length, CRC-32C, records each behind a kind. One thread. */
final class CopyGroup {
    private static final int WORD = 1;
    private static final int KEPT = 2;
    private static final int DROPPED = 3;
    private static final int STOOD = 4;
    private static final int HEAD = 8;
    private static final int MOST = 1 << 28;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(octets);

    /**
     * What a copy stands for.
     *
     * @param state of the directory, from which a feed can go on
     * @param asOf when the directory was in that state, or said that it still was
     */
    record Stood(String state, Instant asOf) {}

    int size() {
        return octets.size();
    }

    void word(String word) throws IOException {
        out.writeByte(WORD);
        out.writeUTF(word);
    }

    void keep(CopyTable.Octets entry) throws IOException {
        out.writeByte(KEPT);
        out.writeInt(entry.missing());
        out.writeInt(entry.record().length);
        out.write(entry.record());
    }

    void drop(DirectoryId id) throws IOException {
        out.writeByte(DROPPED);
        out.writeUTF(id.value());
    }

    void stand(Stood stood) throws IOException {
        out.writeByte(STOOD);
        out.writeUTF(stood.state());
        out.writeLong(stood.asOf().toEpochMilli());
    }

    /** Framed, to be written. */
    ByteBuffer ended() {
        byte[] group = octets.toByteArray();
        return ByteBuffer.allocate(HEAD + group.length)
                .putInt(group.length)
                .putInt(sum(group))
                .put(group)
                .flip();
    }

    /** The next one; empty at the end, and where it is damaged. */
    static Optional<byte[]> next(DataInputStream in) throws IOException {
        byte[] head = in.readNBytes(HEAD);
        if (head.length < HEAD) {
            return Optional.empty();
        }
        int length = ByteBuffer.wrap(head).getInt();
        if (length < 0 || length > MOST) {
            return Optional.empty();
        }
        byte[] group = in.readNBytes(length);
        return group.length == length && sum(group) == ByteBuffer.wrap(head).getInt(4)
                ? Optional.of(group)
                : Optional.empty();
    }

    /** @return what the copy stands for then, if this group says it */
    static Optional<Stood> apply(byte[] group, CopyTable table) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(group));
        Optional<Stood> stood = Optional.empty();
        while (in.available() > 0) {
            switch (in.readUnsignedByte()) {
                case WORD -> table.word(in.readUTF());
                case KEPT -> table.put(new CopyTable.Octets(in.readInt(), in.readNBytes(in.readInt())));
                case DROPPED -> table.drop(new DirectoryId(in.readUTF()));
                case STOOD -> stood = Optional.of(new Stood(in.readUTF(), Instant.ofEpochMilli(in.readLong())));
                default -> throw new IOException("a record of no kind");
            }
        }
        return stood;
    }

    private static int sum(byte[] octets) {
        CRC32C sum = new CRC32C();
        sum.update(octets);
        return (int) sum.getValue();
    }
}
