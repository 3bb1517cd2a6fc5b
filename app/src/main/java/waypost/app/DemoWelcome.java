package waypost.app;

import java.nio.file.Path;
import java.time.Duration;

/** What the demo prints when it listens: endpoints, users, three commands to try. */
record DemoWelcome(Path folder, DemoPorts ports, Duration start) {
    private static final String TEXT = """
            Waypost demo, ready after %1$d.%2$d s: front end fe1, stores store1 and store2, the directory. Data in %3$s

              SMTP         127.0.0.1:%4$-6d STARTTLS      IMAP   127.0.0.1:%7$-6d STARTTLS
              submission   127.0.0.1:%5$-6d STARTTLS      IMAPS  127.0.0.1:%8$-6d TLS
              submissions  127.0.0.1:%6$-6d TLS           POP3   127.0.0.1:%9$-6d STLS
              LDAP         127.0.0.1:%11$-6d dc=waypost    POP3S  127.0.0.1:%10$-6d TLS

              user                  password   mailbox on
              alice@example.test    waypost    store1
              bob@example.test      waypost    store2
              carol@example.test    waypost    store1

            Try, in another terminal:
              printf 'Subject: hello\\r\\n\\r\\nHello, both.\\r\\n' | curl --cacert %12$s --ssl-reqd --url smtp://localhost:%4$d \\
                  --mail-from you@example.org --mail-rcpt alice@example.test --mail-rcpt bob@example.test -T -
              curl --cacert %12$s --user bob@example.test:waypost 'imaps://localhost:%8$d/INBOX;MAILINDEX=1'
              curl --cacert %12$s --user alice@example.test:waypost pop3s://localhost:%10$d/1

            Ctrl-C stops it.
            """;

    String text() {
        return TEXT.formatted(
                start.toSeconds(),
                start.toMillisPart() / 100,
                folder,
                ports.smtp(),
                ports.submission(),
                ports.submissions(),
                ports.imap(),
                ports.imaps(),
                ports.pop3(),
                ports.pop3s(),
                ports.ldap(),
                word(relative(folder.resolve("tls/ca.pem")).toString()));
    }

    /** As one word of a shell. */
    static String word(String text) {
        return text.matches("[A-Za-z0-9/._@%+=:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Shorter where the file is below the folder that the command was given in. */
    private static Path relative(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}
