package waypost.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Mutt, which copies all messages of these folders to its own disk. */
record Mutt(Demo demo, String user, Path home, List<String> folders) implements MailClient {
    private static final String CONFIGURATION = """
            set folder="imaps://localhost:%1$d/"
            set spoolfile="imaps://localhost:%1$d/INBOX"
            set imap_user="%2$s@example.test"
            set imap_pass="waypost"
            set ssl_ca_certificates_file="%3$s"
            set ssl_usesystemcerts=no
            set certificate_file="%4$s/certificates"
            set mbox_type=Maildir
            set confirmappend=no
            set confirmcreate=no
            set delete=no
            set quit=yes
            set mark_old=no
            push "%5$s<quit>"
            """;

    @Override
    public String name() {
        return "mutt";
    }

    /** It has no flag for drafts. */
    @Override
    public Mirror known(Mirror all) {
        return all.without('D');
    }

    @Override
    public Mirror turn() throws Exception {
        StringBuilder keys = new StringBuilder();
        for (String folder : folders) {
            keys.append("<change-folder>=")
                    .append(folder)
                    .append("<enter><tag-pattern>~A<enter><tag-prefix><copy-message>");
            keys.append(copy(folder)).append("<enter>");
        }
        Path configuration = Files.writeString(
                home.resolve("muttrc"),
                CONFIGURATION.formatted(demo.imaps(), user, demo.authority(), home, keys.toString()));
        Tool.end(
                home,
                "script",
                "-qec",
                "env TERM=vt100 mutt -n -F " + configuration,
                home.resolve("typescript").toString());
        return Mirror.ofMaildirs(home.resolve("mail"));
    }

    private Path copy(String folder) throws IOException {
        Path copy = home.resolve("mail").resolve(folder);
        Files.createDirectories(copy.getParent());
        return copy;
    }
}
