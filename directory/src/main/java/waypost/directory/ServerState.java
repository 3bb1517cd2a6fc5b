package waypost.directory;

import java.net.URI;
import java.util.Optional;

/** One server of a directory, and why it cannot be asked or would not be believed, if so. */
public record ServerState(URI server, Optional<String> fault) {}
