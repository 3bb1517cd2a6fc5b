package waypost.config;

import java.nio.file.Path;
import java.util.Optional;

/** A small durable LDAP server inside the node, for clusters of up to 50,000 users. */
public record EmbeddedDirectorySection(
        @Key(value = "Where it answers LDAP.", standard = "127.0.0.1:2389")
        HostPort listen,

        @Key(value = "Its base.", standard = "dc=waypost") String base,

        @Key(value = "Its folder; directory below the node's data where missing.")
        Optional<Path> path) {}
