package waypost.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** fetchmail, by POP3: the INBOX, without flags. */
record Fetchmail(Demo demo, String user, Path home) implements MailClient {
    private static final String CONFIGURATION = """
            poll localhost service %d protocol pop3 uidl
              username "%s@example.test" password "waypost"
              ssl sslproto "auto" sslcertck sslcertfile "%s"
              keep no rewrite no mimedecode mda "%s"
            """;

    /** Each message is a file of its own. */
    private static final String DELIVER = """
            #!/bin/sh
            exec cat >"$(mktemp %s/XXXXXXXX)"
            """;

    @Override
    public String name() {
        return "fetchmail";
    }

    @Override
    public Mirror known(Mirror all) {
        return all.popped("INBOX");
    }

    @Override
    public Mirror turn() throws Exception {
        Path mail = Files.createDirectories(home.resolve("mail/INBOX/new"));
        Path deliver = Files.writeString(home.resolve("deliver"), DELIVER.formatted(mail));
        Files.setPosixFilePermissions(deliver, PosixFilePermissions.fromString("rwx------"));
        Path configuration = Files.writeString(
                home.resolve("fetchmailrc"), CONFIGURATION.formatted(demo.pop3s(), user, demo.authority(), deliver));
        Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-------"));
        Tool.run(
                home,
                "fetchmail",
                "-f",
                configuration.toString(),
                "--pidfile",
                home.resolve("pid").toString(),
                "-i",
                home.resolve("ids").toString());
        return Mirror.ofMaildirs(home.resolve("mail"));
    }
}
