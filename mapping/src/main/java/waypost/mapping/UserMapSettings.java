package waypost.mapping;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import waypost.directory.DirectorySettings;
import waypost.directory.FilterPattern;

/** One user map: a name, its domains, and where its users are. */
public sealed interface UserMapSettings {
    String name();

    /** Canonical or not; a map without domains and without a domain query serves every domain. */
    Domains domains();

    /** A text file: exact entries, then regular expressions. */
    record File(String name, Domains domains, Path path) implements UserMapSettings {}

    /**
     * Entries of a directory.
     *
     * @param directory name of the {@link DirectorySettings}
     */
    record Directory(String name, Domains domains, String directory, Proof proof, Several several, CatchAll catchAll)
            implements UserMapSettings {}

    /** A foreign node, which is asked for the names of these domains that no map has. */
    record Node(String name, Domains domains, String node) implements UserMapSettings {
        public Node {
            if (domains.listed().isEmpty()) {
                throw new IllegalArgumentException("user map " + name + " would have the names of every domain");
            }
        }
    }

    /**
     * The domains of a map.
     *
     * @param query filter with {@code %d}; a domain for which the map's directory has an entry is the map's too
     */
    record Domains(List<String> listed, Optional<String> query) {
        public static final Domains ALL = new Domains(List.of(), Optional.empty());

        public Domains {
            listed = List.copyOf(listed);
            query.ifPresent(FilterPattern::ofDomain);
        }

        public static Domains of(String... domains) {
            return new Domains(List.of(domains), Optional.empty());
        }
    }

    /** How a password is checked. */
    enum Proof {
        /** The entry's hash is read and compared here. */
        STORED_HASH,
        /** The directory checks it: a bind as the entry found. */
        BIND,
        /** The node that has the mailbox checks it, each time. */
        NODE
    }

    /** What several entries for one address mean. */
    enum Several {
        UNAVAILABLE,
        FIRST
    }

    /** Whether an account may stand for all unknown names of its domain. */
    enum CatchAll {
        OFF,
        ON
    }
}
