package waypost.system;

import java.nio.file.Files;
import java.nio.file.Path;

/** Python's imaplib, which copies all folders to Maildirs. */
record Imaplib(Demo demo, String user, Path home) implements MailClient {
    private static final String COPY = """
            import imaplib, os, re, ssl, sys
            port, authority, user, top = sys.argv[1:]
            imaplib._MAXLINE = 10_000_000
            m = imaplib.IMAP4_SSL('localhost', int(port), ssl_context=ssl.create_default_context(cafile=authority))
            m.login(user, 'waypost')
            letters = {b'\\\\Seen': 'S', b'\\\\Answered': 'R', b'\\\\Flagged': 'F', b'\\\\Draft': 'D'}
            for line in m.list()[1]:
                name = re.match(rb'\\(.*\\) "/" "?([^"]*)"?', line).group(1).decode()
                status, count = m.select('"' + name + '"', readonly=True)
                assert status == 'OK', count
                if count == [b'0']:
                    continue
                os.makedirs(os.path.join(top, name, 'cur'))
                status, data = m.uid('FETCH', '1:*', '(FLAGS BODY.PEEK[])')
                assert status == 'OK', data
                # a message is a pair: what stands before its literal, and the literal; what stands behind comes next
                for i, part in enumerate(data):
                    if isinstance(part, tuple):
                        behind = data[i + 1] if i + 1 < len(data) and isinstance(data[i + 1], bytes) else b''
                        flags = re.search(rb'FLAGS \\(([^)]*)\\)', part[0] + behind).group(1).split()
                        info = ''.join(sorted(letters[flag] for flag in flags if flag in letters))
                        with open(os.path.join(top, name, 'cur', '%d:2,%s' % (i, info)), 'wb') as file:
                            file.write(part[1])
            m.logout()
            """;

    @Override
    public String name() {
        return "imaplib";
    }

    @Override
    public Mirror turn() throws Exception {
        Path script = Files.writeString(home.resolve("copy.py"), COPY);
        Path mail = Files.createDirectories(home.resolve("mail"));
        Tool.run(
                home,
                "python3",
                script.toString(),
                String.valueOf(demo.imaps()),
                demo.authority().toString(),
                user + "@example.test",
                mail.toString());
        return Mirror.ofMaildirs(mail);
    }
}
