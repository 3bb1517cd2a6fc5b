package waypost.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Host and port: {@code 10.0.0.11:2144}, {@code mail.example.net:25}, {@code [2001:db8::1]:993}. Port 0 lets the system choose. */
public record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)]|([^:\\[\\] ]+)):(\\d{1,5})");

    static HostPort parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65535) {
            throw new BadValue("not an address with a port: " + text, "write host:port, as in 0.0.0.0:993 or [::]:993");
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new HostPort(host, Integer.parseInt(matcher.group(3)));
    }

    /** Whether its host stands for any. */
    boolean anyHost() {
        return host.equals("*");
    }

    /** The same port of a host. */
    HostPort at(String another) {
        return new HostPort(another, port);
    }

    /** Resolves the host, which may ask the name service. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(host, port);
    }

    /** Whether it is this machine, as can be seen without asking the name service. */
    boolean loopback() {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
