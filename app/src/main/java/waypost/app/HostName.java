package waypost.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import waypost.config.Configuration;
import waypost.net.LocalAuthority;

/** The name a node goes by in greetings and Received fields. */
final class HostName {
    private HostName() {}

    static String of(Configuration configuration) {
        return configuration.node().hostname().orElseGet(HostName::system);
    }

    private static String system() {
        try {
            String name = InetAddress.getLocalHost().getCanonicalHostName().toLowerCase(Locale.ROOT);
            return LocalAuthority.issuesFor(name) ? name : "localhost"; // it may be an address in place of a name
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
