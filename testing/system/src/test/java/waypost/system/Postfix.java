package waypost.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Postfix as the foreign node {@code post}: ESMTP in clear into Maildirs. Only root can start it, and the folders above its own must be open
 * to all.
 */
record Postfix(Program program, Path folder, int port) implements AutoCloseable {
    private static final String OWNER = "mail";
    private static final int SECONDS = 60;

    private static final String MAIN = """
            compatibility_level = 3.6
            queue_directory = %1$s/queue
            data_directory = %1$s/data
            maillog_file = /dev/stdout
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            myhostname = post.example.test
            mydestination =
            alias_maps =
            local_header_rewrite_clients =
            smtpd_relay_restrictions = reject_unauth_destination
            virtual_mailbox_domains = example.test
            virtual_mailbox_maps = inline:{ paul@example.test=paul/ }
            virtual_mailbox_base = %1$s/mail
            virtual_minimum_uid = 1
            virtual_uid_maps = static:%2$s
            virtual_gid_maps = static:%2$s
            """;

    private static final String MASTER = """
            127.0.0.1:%d inet n - n - - smtpd
            cleanup  unix n - n - 0 cleanup
            qmgr     unix n - n 300 1 qmgr
            rewrite  unix - - n - - trivial-rewrite
            bounce   unix - - n - 0 bounce
            defer    unix - - n - 0 bounce
            trace    unix - - n - 0 bounce
            error    unix - - n - - error
            retry    unix - - n - - error
            proxymap unix - - n - - proxymap
            virtual  unix - n n - - virtual
            anvil    unix - - n - 1 anvil
            postlog  unix-dgram n - n - 1 postlogd
            """;

    /** Returns when it listens. */
    static Postfix start(Path folder, int port) throws IOException {
        Files.createDirectories(folder.resolve("queue"));
        own(folder.resolve("data"), "postfix");
        Path mail = own(folder.resolve("mail"), OWNER);
        own(mail.resolve("paul"), OWNER);
        for (String part : List.of("cur", "new", "tmp")) {
            own(mail.resolve("paul").resolve(part), OWNER);
        }
        Path configuration = Files.createDirectories(folder.resolve("etc"));
        Files.writeString(
                configuration.resolve("main.cf"), MAIN.formatted(folder, Files.getAttribute(mail, "unix:uid")));
        Files.writeString(configuration.resolve("master.cf"), MASTER.formatted(port));
        Program program = Program.foreign(
                folder.resolveSibling("postfix.log"),
                "daemon started",
                List.of("postfix", "-c", configuration.toString(), "start-fg"));
        return new Postfix(program.awaitReady(), folder, port);
    }

    private static Path own(Path made, String owner) throws IOException {
        Files.createDirectories(made);
        UserPrincipal user =
                made.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
        return Files.setOwner(made, user);
    }

    /** Its line in a list of nodes. */
    String node() {
        return "  - {name: post, login: password, tls: none, smtp: \"127.0.0.1:" + port + "\"}\n";
    }

    /** Paul's messages with the subject, as they came over the wire. Octets are ISO-8859-1. */
    List<String> messages(String subject) throws IOException {
        List<String> messages = new ArrayList<>();
        try (Stream<Path> files = Files.list(inbox())) {
            for (Path file : files.toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (text.contains("\nSubject: " + subject + "\n")) {
                    messages.add(text.replace("\n", "\r\n"));
                }
            }
        }
        return messages;
    }

    /** The same, as soon as there are any: Postfix answers before it delivers. */
    List<String> awaitMessages(String subject) throws IOException, InterruptedException {
        try (WatchService watch = inbox().getFileSystem().newWatchService()) {
            inbox().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            List<String> messages = messages(subject);
            while (messages.isEmpty()) {
                if (watch.poll(SECONDS, TimeUnit.SECONDS) == null) {
                    throw new IOException(subject + " did not come: " + program.log());
                }
                messages = messages(subject);
            }
            return messages;
        }
    }

    private Path inbox() {
        return folder.resolve("mail/paul/new");
    }

    /** Its own command for it, and waits for the end. */
    @Override
    public void close() throws IOException, InterruptedException {
        Tool.run(folder, "postfix", "-c", folder.resolve("etc").toString(), "stop");
        program.status(SECONDS);
    }
}
