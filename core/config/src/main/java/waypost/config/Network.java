package waypost.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of addresses in CIDR form: {@code 10.0.0.0/8}, {@code ::1/128}; an address alone is itself. */
public record Network(InetAddress base, int prefix) {
    private static final Pattern LITERAL = Pattern.compile("[0-9A-Fa-f:.]+");

    /** Empty where the text is none. */
    public static Optional<Network> of(String text) {
        try {
            return Optional.of(parse(text));
        } catch (BadValue none) {
            return Optional.empty();
        }
    }

    static Network parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            if (!LITERAL.matcher(address).matches()) {
                throw new UnknownHostException(address);
            }
            InetAddress base = InetAddress.getByName(address);
            int bits = base.getAddress().length * 8;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                throw new NumberFormatException("prefix " + prefix);
            }
            return new Network(base, prefix);
        } catch (UnknownHostException | NumberFormatException notOne) {
            throw new BadValue("not a network: " + text, "write an address and a prefix length, as in 10.0.0.0/8");
        }
    }

    public boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = prefix / 8;
        if (!Arrays.equals(mine, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = prefix % 8;
        return rest == 0 || (mine[whole] ^ other[whole]) >> (8 - rest) == 0;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefix;
    }
}
