package waypost.config;

import java.nio.file.Path;
import java.util.Optional;

/** What a node does with backups by itself. */
public record BackupsSection(
        @Key(
                """
                The folder that 'waypost store backup' is given. Once a day the node reads what some account has in the last backup of each volume, compares it with its \
                checksums and with the volume, and tells the log; without a folder it does not.""")
        Optional<Path> folder) {}
