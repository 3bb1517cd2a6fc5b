package waypost.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** isync's mbsync, both ways. */
record Mbsync(Demo demo, String user, Path home) implements MailClient {
    private static final String CONFIGURATION = """
            IMAPAccount waypost
            Host localhost
            Port %d
            User %s@example.test
            Pass waypost
            SSLType IMAPS
            CertificateFile %s

            IMAPStore far
            Account waypost

            MaildirStore near
            Path %4$s/
            Inbox %4$s/INBOX
            SubFolders Verbatim

            Channel all
            Far :far:
            Near :near:
            Patterns *
            Create Both
            Expunge Both
            SyncState *
            """;

    static Mbsync make(Demo demo, String user, Path home) throws IOException {
        Path mail = Files.createDirectories(home.resolve("mail"));
        Files.writeString(
                home.resolve("mbsyncrc"), CONFIGURATION.formatted(demo.imaps(), user, demo.authority(), mail));
        return new Mbsync(demo, user, home);
    }

    @Override
    public String name() {
        return "mbsync";
    }

    @Override
    public Mirror turn() throws Exception {
        Tool.run(home, "mbsync", "-c", home.resolve("mbsyncrc").toString(), "-a");
        return Mirror.ofMaildirs(home.resolve("mail"));
    }

    Maildir folder(String folder) {
        return new Maildir(home.resolve("mail").resolve(folder));
    }
}
