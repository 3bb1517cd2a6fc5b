package waypost.app;

import waypost.config.Configuration;
import waypost.mapping.TlsTrust;

/** Which certificates of directories are believed: those the configuration names, else the system's. */
final class DirectoryTrust {
    private DirectoryTrust() {}

    static TlsTrust of(Configuration configuration) throws Complaint {
        return new TlsTrust(Authorities.of(
                configuration.directories().stream()
                        .flatMap(directory -> directory.trust().stream())
                        .toList(),
                "directories.trust"));
    }
}
