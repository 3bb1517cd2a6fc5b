package waypost.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import waypost.identity.NodeName;

/** This node. */
public record NodeSection(
        @Key(value = "Its name, one of those under nodes.", example = "store1")
        NodeName name,

        @Key(
                value = "What it does: proxy (accepts clients), store (keeps mailboxes), or both.",
                example = "[proxy, store]",
                least = "1")
        List<Role> roles,

        @Key(value = "Folder for certificates and other state.", example = "/var/lib/waypost")
        Path data,

        @Key(
                value = "Host name in greetings and Received fields; the system's own where missing.",
                example = "mail.example.net")
        java.util.Optional<String> hostname,

        @Key(
                value = "IMAP and POP3 sessions at a time of one user of a store, from all front ends together.",
                standard = "500",
                least = "1")
        int maxSessionsPerUser,

        @Key(
                "Addresses of this machine that its connections to other nodes come from, in turn, as in [10.0.0.5, 10.0.0.6]. One serves nodes of its"
                        + " family; a loopback address serves nodes at loopback addresses, and no other does. Where none serves, the system chooses.")
        List<InetAddress> sourceAddresses) {

    public enum Role {
        PROXY,
        STORE
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
