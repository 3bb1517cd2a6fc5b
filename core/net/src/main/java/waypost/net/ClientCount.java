package waypost.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Connections at a time of each client: an IPv4 address, or an IPv6 /64, which is what one customer gets. Any thread. */
final class ClientCount {
    private static final int IPV6_PREFIX_BYTES = 8;

    private final ConcurrentMap<ByteBuffer, Integer> counts = new ConcurrentHashMap<>();
    private final int most;

    ClientCount(int most) {
        this.most = most;
    }

    /** Counts one more, unless that is too many. */
    boolean enter(InetAddress client) {
        int now = counts.compute(key(client), (_, count) -> {
            int before = count == null ? 0 : count;
            return Math.min(before + 1, most + 1);
        });
        if (now <= most) {
            return true;
        }
        leave(client);
        return false;
    }

    void leave(InetAddress client) {
        counts.computeIfPresent(key(client), ClientCount::less);
    }

    @SuppressWarnings("NullAway") // null removes the entry
    private static Integer less(ByteBuffer key, Integer count) {
        return count == 1 ? null : count - 1;
    }

    private static ByteBuffer key(InetAddress client) {
        byte[] bytes = client.getAddress();
        return ByteBuffer.wrap(client instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_PREFIX_BYTES) : bytes);
    }
}
