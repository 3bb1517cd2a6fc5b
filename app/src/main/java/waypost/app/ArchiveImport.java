package waypost.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import waypost.config.Configuration;
import waypost.store.ArchivedAccount;
import waypost.store.ArchivedMessage;
import waypost.store.Folder;
import waypost.store.PropertyKey;
import waypost.store.PropertyValue;
import waypost.store.archive.ArchiveDamaged;
import waypost.store.archive.ArchiveReader;

/** Brings the archive in a file into an account: reads all of it first, so that of a damaged one nothing is brought. */
record ArchiveImport(Path file, String account, ConfigOption config) {
    int run(ConsoleReport report) throws Complaint {
        Configuration configuration = AccountOption.configuration(config);
        AccountImport operation = new AccountImport();
        var request = AccountOption.request(operation, configuration, account, Map.of());
        try {
            check(report);
            try (InputStream in = Files.newInputStream(file)) {
                return new Administration(configuration).run(operation, request, report.from(in));
            }
        } catch (ArchiveDamaged damaged) {
            throw Complaint.failed(file + ": " + damaged.getMessage() + " Nothing was brought.");
        } catch (IOException failed) {
            throw Complaint.failed(file + " cannot be read: " + Reason.of(failed) + ".");
        }
    }

    private void check(Report report) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            long messages = ArchiveReader.read(in, new ArchiveReader.Visitor() {
                @Override
                public void account(ArchivedAccount archived) {
                    // sound
                }

                @Override
                public void property(PropertyKey key, PropertyValue value) {
                    // sound
                }

                @Override
                public void message(ArchivedMessage message, Folder folder, ArchiveReader.Content octets) {
                    // sound
                }
            });
            report.progress(file + ": an archive of " + messages + " messages, whole");
        }
    }
}
