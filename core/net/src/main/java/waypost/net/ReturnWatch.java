package waypost.net;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import waypost.protocol.login.ReturnWord;

/** Looks whether the node's octets end with a {@link ReturnWord}: behind it a node waits. On the loop of the relay. */
final class ReturnWatch {
    private static final int HALF = ReturnWord.OCTETS / 2;

    static {
        if (HALF != Long.BYTES) {
            throw new AssertionError("a word is two numbers");
        }
    }

    private final WireHandler next;
    private final long first;
    private final long second;
    private long lastButOne;
    private long last;

    /** @param next whose the client is then */
    ReturnWatch(ReturnWord word, WireHandler next) {
        this.next = next;
        ByteBuffer octets = ByteBuffer.wrap(word.octets());
        first = octets.getLong();
        second = octets.getLong();
    }

    WireHandler next() {
        return next;
    }

    /** The word, as it is said back to the node. */
    ByteBuffer word() {
        return ByteBuffer.allocate(ReturnWord.OCTETS)
                .putLong(first)
                .putLong(second)
                .flip();
    }

    /** Whether they do so with these. */
    boolean said(ByteBuf in) {
        int end = in.writerIndex();
        if (in.readableBytes() >= ReturnWord.OCTETS) {
            lastButOne = in.getLong(end - ReturnWord.OCTETS);
            last = in.getLong(end - HALF);
        } else {
            for (int at = in.readerIndex(); at < end; at++) {
                lastButOne = lastButOne << Byte.SIZE | last >>> Long.SIZE - Byte.SIZE;
                last = last << Byte.SIZE | in.getByte(at) & 0xFF;
            }
        }
        return last == second && lastButOne == first;
    }
}
