package waypost.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A file as its readers see it, and as it would be found after a power loss. */
final class ForgetfulFile {
    /** Bytes for an offset, or none: the file ends there. */
    private record Write(long offset, byte[] bytes) {}

    private byte[] seen = new byte[0];
    private byte[] kept = new byte[0];
    private final List<Write> unforced = new ArrayList<>();

    ForgetfulFile copy() {
        ForgetfulFile copy = new ForgetfulFile();
        copy.seen = seen.clone();
        copy.kept = kept.clone();
        copy.unforced.addAll(unforced);
        return copy;
    }

    long size() {
        return seen.length;
    }

    void read(ByteBuffer target, long offset) {
        int count = (int) Math.min(target.remaining(), Math.max(0, seen.length - offset));
        if (count > 0) {
            target.put(seen, (int) offset, count);
        }
    }

    void write(ByteBuffer source, long offset) {
        if (!source.hasRemaining()) {
            return;
        }
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        Write write = new Write(offset, bytes);
        seen = apply(seen, write);
        unforced.add(write);
    }

    void truncate(long size) {
        if (size < seen.length) {
            Write write = new Write(size, new byte[0]);
            seen = apply(seen, write);
            unforced.add(write);
        }
    }

    void force() {
        unforced.forEach(write -> kept = apply(kept, write));
        unforced.clear();
    }

    /** The sync has failed: some is on the disk, the rest counts as clean and is never written. */
    void forceBadly(SplittableRandom random) {
        keepSome(random);
    }

    /** The power has failed. */
    void forget(SplittableRandom random) {
        keepSome(random);
        seen = kept.clone();
    }

    private void keepSome(SplittableRandom random) {
        List<Write> pieces = new ArrayList<>();
        for (Write write : unforced) {
            tear(write, pieces, random);
        }
        unforced.clear();
        ForgetfulDisk.shuffle(pieces, random);
        int survivors = random.nextInt(pieces.size() + 1);
        for (Write piece : pieces.subList(0, survivors)) {
            kept = apply(kept, piece);
        }
    }

    private static void tear(Write write, List<Write> pieces, SplittableRandom random) {
        if (write.bytes.length == 0) {
            pieces.add(write);
            return;
        }
        int from = 0;
        while (from < write.bytes.length) {
            int to = random.nextInt(3) == 0 ? write.bytes.length : from + 1 + random.nextInt(write.bytes.length - from);
            pieces.add(new Write(write.offset + from, Arrays.copyOfRange(write.bytes, from, to)));
            from = to;
        }
    }

    private static byte[] apply(byte[] content, Write write) {
        if (write.bytes.length == 0) {
            return content.length > write.offset ? Arrays.copyOf(content, (int) write.offset) : content;
        }
        int end = (int) write.offset + write.bytes.length;
        byte[] grown = end > content.length ? Arrays.copyOf(content, end) : content;
        System.arraycopy(write.bytes, 0, grown, (int) write.offset, write.bytes.length);
        return grown;
    }
}
