package waypost.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** OfflineIMAP, both ways. */
record OfflineImap(Demo demo, String user, Path home) implements MailClient {
    private static final String CONFIGURATION = """
            [general]
            accounts = waypost
            metadata = %1$s/state
            ui = basic
            maxsyncaccounts = 1

            [Account waypost]
            localrepository = near
            remoterepository = far

            [Repository near]
            type = Maildir
            localfolders = %1$s/mail
            sep = /

            [Repository far]
            type = IMAP
            remotehost = localhost
            remoteport = %2$d
            remoteuser = %3$s@example.test
            remotepass = waypost
            ssl = yes
            sslcacertfile = %4$s
            maxconnections = 1
            expunge = yes
            """;

    static OfflineImap make(Demo demo, String user, Path home) throws IOException {
        Files.writeString(
                home.resolve("offlineimaprc"), CONFIGURATION.formatted(home, demo.imaps(), user, demo.authority()));
        return new OfflineImap(demo, user, home);
    }

    @Override
    public String name() {
        return "offlineimap";
    }

    @Override
    public Mirror turn() throws Exception {
        Tool.run(home, "offlineimap", "-c", home.resolve("offlineimaprc").toString(), "-o", "-1");
        return Mirror.ofMaildirs(home.resolve("mail"));
    }

    Maildir folder(String folder) {
        return new Maildir(home.resolve("mail").resolve(folder));
    }
}
