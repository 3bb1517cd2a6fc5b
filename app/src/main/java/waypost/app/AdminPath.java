package waypost.app;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import waypost.config.Configuration;

/**
 * Where a node's administration socket is: in a folder of its own below the node's data, which nobody but the node's user may enter.
 *
 * @param folder made by the node
 */
record AdminPath(Path folder) {
    /** What a socket's address has room for, with an octet behind its end (sockaddr_un of Linux has 108; others have fewer). */
    private static final int OCTETS = 107;

    static AdminPath of(Configuration configuration) {
        return new AdminPath(
                configuration.node().data().toAbsolutePath().normalize().resolve("run"));
    }

    Path socket() {
        return folder.resolve("admin");
    }

    /** Locked for as long as a node runs. */
    Path lock() {
        return folder.resolve("lock");
    }

    UnixDomainSocketAddress address() throws IOException {
        int octets = socket().toString().getBytes(StandardCharsets.UTF_8).length;
        if (octets > OCTETS) {
            throw new IOException("a socket's name has at most " + OCTETS + " octets, this one " + octets
                    + ": node.data has to be a shorter one");
        }
        return UnixDomainSocketAddress.of(socket());
    }
}
