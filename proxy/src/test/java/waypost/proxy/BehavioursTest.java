package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.Secret;
import waypost.mapping.Answer;
import waypost.mapping.Behaviour;
import waypost.mapping.Behaviour.Extent;
import waypost.mapping.Service;
import waypost.mapping.TwoDirectories;
import waypost.mapping.TwoDirectories.Place;
import waypost.mapping.UserMapSettings.Proof;

/**
 * Two directories, of which one behaves badly: what is heard at a front end of mail and of log-ins for a user of each, and for nobody. All of it is a
 * table among the resources, and what is in it for administrators is on a page of theirs; run with {@code -Dwaypost.update=true} to write both anew.
 */
class BehavioursTest {
    private static final Path REPOSITORY = Path.of(System.getProperty("waypost.repository"));
    private static final Path COMMITTED = REPOSITORY.resolve("proxy/src/test/resources/waypost/proxy/behaviours.txt");
    private static final Path PAGE = REPOSITORY.resolve("docs/outages.md");
    private static final String TABLE = "| the directory ";
    private static final int AT_A_TIME = 4;

    private static final String TAKEN = "250 2.0.0";
    private static final String PUT_OFF = "451 4.3.0";
    private static final String NO_USER = "550 5.1.1";
    private static final String IN = "OK";
    private static final String LATER = "NO [UNAVAILABLE]";
    private static final String WRONG = "NO [AUTHENTICATIONFAILED]";
    private static final String FROM_MEMORY = " from memory";

    @TempDir
    private Path folder;

    private record Case(Behaviour behaviour, Place ill, Proof proof) {
        @Override
        public String toString() {
            return behaviour + " | " + ill + " | " + proof;
        }
    }

    /** @param heard of mail and of a log-in for a user of the first directory, one of the second, and nobody */
    private record Row(Case of, List<String> heard) {
        List<String> known() {
            return heard.subList(0, 4);
        }

        List<String> nobody() {
            return heard.subList(4, 6);
        }

        @Override
        public String toString() {
            return of + " | " + String.join(" | ", heard);
        }
    }

    /** A front end, and the directories that it asks. */
    private record Front(TwoDirectories directories, MailScene mail, LoginScene logins) {
        static Front of(TwoDirectories directories) {
            return new Front(
                    directories,
                    new MailScene(directories.maps(), List.of(TwoDirectories.NODE)),
                    new LoginScene(directories.maps(), TwoDirectories.NODE));
        }

        private static String address(String user) {
            return user + "@example.net";
        }

        /** What is heard of each, in one transaction. */
        List<String> mailFor(Stream<String> users) {
            mail.newClient();
            mail.says("MAIL FROM:<dora@example.org>\r\n");
            String heard = mail.says(
                    users.map(user -> "RCPT TO:<" + address(user) + ">\r\n").collect(Collectors.joining()));
            return List.of(heard.split(", ", -1));
        }

        String loginOf(String user) {
            return logins.logIn(address(user), TwoDirectories.PASSWORD);
        }

        private Stream<String> both(String user) {
            String mailed = mailFor(Stream.of(user)).getFirst();
            String taken = mailed.equals(TAKEN) ? how(directories.maps().locate(address(user))) : "";
            String in = loginOf(user);
            Answer shown =
                    directories.maps().authenticate(address(user), new Secret(TwoDirectories.PASSWORD), Service.IMAP);
            return Stream.of(mailed + taken, in.equals(IN) ? in + how(shown) : in);
        }

        private static String how(Answer answer) {
            return answer instanceof Answer.Granted granted && granted.degraded() ? FROM_MEMORY : "";
        }

        List<String> heard() {
            return Stream.of(
                            directories.ofFirst().getFirst(),
                            directories.ofSecond().getFirst(),
                            "nobody")
                    .flatMap(this::both)
                    .toList();
        }

        /** Mail for whomever else there is. */
        Set<String> others() {
            return Set.copyOf(mailFor(Stream.of(directories.ofFirst(), directories.ofSecond())
                    .flatMap(users -> users.stream().skip(1))));
        }
    }

    private Row row(Case one) throws Exception {
        Path own = Files.createTempDirectory(folder, "case");
        try (TwoDirectories directories = TwoDirectories.open(one.behaviour(), one.ill(), one.proof(), own)) {
            Front front = Front.of(directories);
            assertEquals(List.of(TAKEN, IN, TAKEN, IN, NO_USER, WRONG), front.heard());
            assertEquals(Set.of(TAKEN), front.others());
            directories.fallIll();
            Set<String> others = front.others();
            Row row = new Row(one, front.heard());
            assertTrue(Set.of(TAKEN, PUT_OFF).containsAll(others), () -> row + ": of the others " + others);
            return row;
        }
    }

    private List<Row> rows() throws Exception {
        List<Future<Row>> rows = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            for (Behaviour behaviour : Behaviour.all()) {
                for (Place ill : Place.values()) {
                    for (Proof proof : List.of(Proof.STORED_HASH, Proof.BIND)) {
                        rows.add(threads.submit(() -> row(new Case(behaviour, ill, proof))));
                    }
                }
            }
        }
        List<Row> all = new ArrayList<>();
        for (Future<Row> row : rows) {
            all.add(row.get());
        }
        return all;
    }

    /** Of those that are known. */
    private static boolean isRefused(String heard) {
        return !Set.of(TAKEN, PUT_OFF, IN, LATER).contains(heard.replace(FROM_MEMORY, ""));
    }

    private static void check(Row row) {
        assertEquals(
                List.of(),
                row.known().stream().filter(BehavioursTest::isRefused).toList(),
                row::toString);
        boolean sound = row.of().behaviour().extent() != Extent.DIRECTORY;
        assertEquals(sound ? List.of(NO_USER, WRONG) : List.of(PUT_OFF, LATER), row.nobody(), row::toString);
    }

    private static String word(String heard) {
        return switch (heard.replace(FROM_MEMORY, "")) {
            case TAKEN, IN -> heard.endsWith(FROM_MEMORY) ? "from memory" : "as ever";
            case PUT_OFF, LATER -> "later";
            case NO_USER, WRONG -> "unknown";
            default -> heard;
        };
    }

    /** Whichever of the directories it is that is ill, its users hear the same, and those of one before it notice nothing. */
    private static void compare(Row first, Row second) {
        assertEquals(List.of(TAKEN, IN), second.known().subList(0, 2), second::toString);
        assertEquals(first.known().subList(0, 2), second.known().subList(2, 4), second::toString);
        assertEquals(first.nobody(), second.nobody(), second::toString);
    }

    private static void compareAll(List<Row> rows) {
        for (Row first : rows) {
            if (first.of().ill() == Place.FIRST) {
                Case other = new Case(
                        first.of().behaviour(), Place.SECOND, first.of().proof());
                rows.stream().filter(row -> row.of().equals(other)).forEach(second -> compare(first, second));
            }
        }
    }

    private static String page(String before, List<Row> rows) {
        Stream<String> head = Stream.of(
                TABLE + "| its user: mail | log-in | user of a later map: mail | log-in | nobody: mail | log-in |",
                "|---|---|---|---|---|---|---|");
        Stream<String> table = rows.stream()
                .filter(row -> row.of().ill() == Place.FIRST && row.of().proof() == Proof.BIND)
                .map(row -> "| " + row.of().behaviour() + " | "
                        + row.heard().stream().map(BehavioursTest::word).collect(Collectors.joining(" | ")) + " |");
        return before.substring(0, before.indexOf(TABLE))
                + Stream.concat(head, table).collect(Collectors.joining("\n"))
                + "\n";
    }

    private static void committed(Path file, String written) throws IOException {
        if (Boolean.getBoolean("waypost.update")) {
            Files.writeString(file, written);
        }
        assertEquals(written, Files.readString(file), "write it with -Dwaypost.update=true");
    }

    @Test
    void nobodyWhoIsKnownIsRefused() throws Exception {
        List<Row> rows = rows();
        Stream<String> head = Stream.of(
                "the directory | which | password | anna: RCPT | LOGIN | bob: RCPT | LOGIN | nobody: RCPT | LOGIN");
        String table =
                Stream.concat(head, rows.stream().map(Row::toString)).collect(Collectors.joining("\n", "", "\n"));
        Files.writeString(REPOSITORY.resolve("proxy/target/behaviours.txt"), table);
        rows.forEach(BehavioursTest::check);
        compareAll(rows);
        committed(COMMITTED, table);
        committed(PAGE, page(Files.readString(PAGE), rows));
    }
}
