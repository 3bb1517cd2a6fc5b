package waypost.config;

import java.nio.file.Path;
import java.util.Optional;

/** What a node does with backups by itself. */
public record BackupsSection(
        @Key(
                value =
                        "The folder given to 'waypost store backup': once a day the node compares what some account has in each volume's last backup with its"
                                + " checksums and with the volume; it does not where missing.",
                example = "/backup")
        Optional<Path> folder) {}
