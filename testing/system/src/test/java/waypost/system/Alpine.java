package waypost.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import waypost.message.Mbox;

/** Alpine, which saves all messages of these folders to mbox files. It is answered at a terminal, question by question. */
record Alpine(Demo demo, String user, Path home, List<String> folders) implements MailClient {
    private static final String CONFIGURATION = """
            inbox-path={localhost:%d/ssl/user="%s@example.test"}%s
            user-domain=example.test
            feature-list=quit-without-confirm,enable-aggregate-command-set,save-will-not-delete
            last-version-used=6.26
            """;

    /** Waits for each question in turn and then types; gives up when the screen stays as it is. */
    private static final String TYPE = """
            import os, pty, re, select, sys
            seconds, mbox, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
            answers = [('PASSWORD:', 'waypost\\r'), ('next login', 'n'), ('opened with|"INBOX" +DONE', ';'), ('criteria', 'a'), ('selected', 'a'),
                ('APPLY', 's'), ('SAVE', '\\x15' + mbox + '\\r'), ('Saving +DONE|saved\\]|copied to', 'q')]
            child, terminal = pty.fork()
            if child == 0:
                os.execvp(command[0], command)
            seen = ''
            while select.select([terminal], [], [], seconds)[0]:
                try:
                    seen += os.read(terminal, 4096).decode(errors='replace')
                except OSError:
                    sys.exit(os.waitpid(child, 0)[1])
                if answers and re.search(answers[0][0], seen):
                    os.write(terminal, answers.pop(0)[1].encode())
                    seen = ''
            os.kill(child, 9)
            sys.exit('alpine waits for something after ' + seen)
            """;

    private static final Pattern STATUS = Pattern.compile("^(?:X-)?Status: (\\w*)", Pattern.MULTILINE);
    private static final int SECONDS = Counts.of(60, 600);

    @Override
    public String name() {
        return "alpine";
    }

    /** It saves no flag for drafts. */
    @Override
    public Mirror known(Mirror all) {
        return all.without('D');
    }

    @Override
    public Mirror turn() throws Exception {
        Path script = Files.writeString(home.resolve("type.py"), TYPE);
        Mirror mirror = new Mirror();
        for (String folder : folders) {
            Path mbox = Files.createFile(home.resolve(folder.replace('/', '-') + ".mbox")); // so that it does not ask
            Path configuration =
                    Files.writeString(home.resolve("pinerc"), CONFIGURATION.formatted(demo.imaps(), user, folder));
            Tool.run(
                    home,
                    "env",
                    "TERM=vt100",
                    "SSL_CERT_FILE=" + demo.authority(),
                    "python3",
                    script.toString(),
                    String.valueOf(SECONDS),
                    mbox.toString(),
                    "alpine",
                    "-p",
                    configuration.toString(),
                    "-i");
            read(folder, mbox, mirror);
        }
        return mirror;
    }

    private static void read(String folder, Path file, Mirror mirror) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        Mbox mbox = new Mbox(new Mbox.Messages() {
            @Override
            public void begin(String fromLine) {
                message.reset();
            }

            @Override
            public void bytes(ByteBuffer slice) {
                byte[] copy = new byte[slice.remaining()];
                slice.get(copy);
                message.writeBytes(copy);
            }

            @Override
            public void end() {
                saved(folder, message.toByteArray(), mirror);
            }
        });
        mbox.feed(ByteBuffer.wrap(Files.readAllBytes(file)));
        mbox.finish();
    }

    /** All but the message in which the mbox format of the c-client keeps its own numbers. */
    private static void saved(String folder, byte[] message, Mirror mirror) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        if (text.contains("\nX-IMAP: ")) {
            return;
        }
        StringBuilder flags = new StringBuilder();
        Matcher status = STATUS.matcher(text.substring(0, text.indexOf("\n\n")));
        while (status.find()) {
            flags.append(status.group(1)); // R for read, O for old; in the second field A, F and D for deleted
        }
        String letters = flags.toString().replace('R', 'S').replace('A', 'R').replace("D", "");
        mirror.add(folder, message, letters);
    }
}
