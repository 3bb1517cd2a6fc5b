package waypost.guard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import waypost.config.Network;

/**
 * A network as it is judged: an address of IPv4; of IPv6 a /64, which is what one customer gets, and the /56 and /48 around it, which are what
 * one customer may get too.
 *
 * @param allowance how many times as much as a single one it is allowed
 */
record Unit(InetAddress base, int bits, int allowance) {
    /** A wider network is judged when log-ins fail in so many parts of it. */
    static final int PARTS = 3;

    private static final int[] IPV6 = {64, 56, 48};

    /** From the narrowest on. */
    static List<Unit> around(InetAddress address) {
        return address instanceof Inet6Address
                ? IntStream.range(0, IPV6.length)
                        .mapToObj(level -> new Unit(cut(address, IPV6[level]), IPV6[level], allowance(level)))
                        .toList()
                : List.of(new Unit(address, Integer.SIZE, 1));
    }

    /** Of a network whose base may be any address in it. */
    static Network network(Network network) {
        return network(network.base(), network.prefix());
    }

    static Network network(InetAddress address, int bits) {
        return new Network(cut(address, bits), bits);
    }

    private static InetAddress cut(InetAddress address, int bits) {
        byte[] octets = address.getAddress();
        int whole = bits / Byte.SIZE;
        if (bits % Byte.SIZE != 0) {
            octets[whole++] &= (byte) (0xFF << Byte.SIZE - bits % Byte.SIZE);
        }
        Arrays.fill(octets, whole, octets.length, (byte) 0);
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }

    /** What no other unit has. */
    byte[] octets() {
        byte[] octets = base.getAddress();
        byte[] all = Arrays.copyOf(octets, octets.length + 1);
        all[octets.length] = (byte) bits;
        return all;
    }

    Network network() {
        return new Network(base, bits);
    }

    /** How many times as much as a single one the network at this place of a list from the narrowest on is allowed. */
    static int allowance(int level) {
        return 1 << level;
    }

    boolean wide() {
        return allowance > 1;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + bits;
    }
}
