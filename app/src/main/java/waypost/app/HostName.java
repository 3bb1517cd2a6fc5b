package waypost.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import waypost.config.Configuration;

/** The name a node goes by in greetings and Received fields. */
final class HostName {
    private HostName() {}

    static String of(Configuration configuration) {
        return configuration.node().hostname().orElseGet(HostName::system);
    }

    private static String system() {
        try {
            return InetAddress.getLocalHost().getCanonicalHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
