package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waypost.app.FrontEnds.Link;
import waypost.app.Site.Ended;

/** Front ends that know each other: what one of them is told, and sees, all go by. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FrontEndsTest {
    private static final int RIGHT = 235;
    private static final int WRONG = 535;
    private static final int LATER = 454;

    private static final String BAD = "192.0.2.66";
    private static final String HOME = "203.0.113.1";

    @TempDir
    private Path folder;

    private String users = "";

    @BeforeEach
    void users() throws IOException {
        Files.writeString(folder.resolve("users"), "anna@example.net secret store1\n");
        users = """
                user-maps: [{name: users, type: file, file: "%s", domains: [example.net]}]
                guessing: {slow-after: 2, longest-delay: 0s, ban-after: 10}
                """.formatted(folder.resolve("users"));
    }

    private Ended ban(FrontEnds all, int frontEnd, String... words) {
        String[] line = new String[words.length + 3];
        line[0] = "ban";
        System.arraycopy(words, 0, line, 1, words.length);
        line[words.length + 1] = "--config";
        line[words.length + 2] = all.config(frontEnd).toString();
        return new Site(folder).run(line);
    }

    private static void await(Condition condition) throws Exception {
        while (!condition.holds()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("it has lasted too long");
            }
            Thread.onSpinWait();
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    @Test
    void whatAnAdministratorBansAtOneIsBannedAtAllUntilHeLiftsItAtAnother() throws Exception {
        try (FrontEnds all = FrontEnds.start(folder, 3, Link.JOINED, users)) {
            assertEquals(RIGHT, all.login(2, BAD, "anna", "secret"));
            Ended added = ban(all, 0, "add", "192.0.2.77/24", "--for", "8h", "--reason", "guesses, and guesses");
            assertTrue(added.out().startsWith("192.0.2.0/24: nobody logs in from there until 20"), added.err());
            await(() -> all.login(2, BAD, "anna", "secret") == LATER);
            assertEquals(RIGHT, all.login(2, HOME, "anna", "secret"));
            String[] listed = ban(all, 1, "list").out().strip().split(" ", 5);
            assertEquals("192.0.2.0/24", listed[0]);
            assertEquals("administrator", listed[2]);
            assertEquals("fe1", listed[3]);
            assertEquals("guesses, and guesses", listed[4]);
            assertEquals(
                    "192.0.2.0/24: everybody may log in from there again\n",
                    ban(all, 1, "remove", "192.0.2.0/24").out());
            await(() -> all.login(2, BAD, "anna", "secret") == RIGHT);
            assertEquals("", ban(all, 1, "list").out());
        }
    }

    @Test
    void whatCannotBeBannedIsTold() throws Exception {
        try (FrontEnds all = FrontEnds.start(folder, 1, Link.JOINED, users)) {
            assertEquals(Main.WRONG, ban(all, 0, "add", "example.net").status());
            assertEquals(
                    Main.WRONG, ban(all, 0, "add", "192.0.2.1", "--for", "ever").status());
            assertEquals(
                    Main.WRONG, ban(all, 0, "add", "192.0.2.1", "--for", "366d").status());
            assertEquals(
                    Main.WRONG,
                    ban(all, 0, "add", "192.0.2.1", "--reason", "two\nlines").status());
            Ended removed = ban(all, 0, "remove", "192.0.2.1");
            assertEquals(Main.FAILED, removed.status());
            assertTrue(removed.err().contains("192.0.2.1/32 is not banned"), removed.err());
        }
    }

    /** Ten names fail, at whichever of them. */
    @Test
    void whoGuessesAtAllIsBannedAtAll() throws Exception {
        try (FrontEnds all = FrontEnds.start(folder, 3, Link.JOINED, users)) {
            for (int i = 0; i < 9; i++) {
                assertEquals(WRONG, all.login(i % 2, BAD, "nobody" + i, "guess"));
            }
            await(() -> {
                all.login(2, BAD, "somebody", "guess");
                return ban(all, 2, "list").out().contains("192.0.2.66/32");
            });
            await(() -> ban(all, 0, "list").out().contains(" failures fe3"));
            assertEquals(LATER, all.login(0, BAD, "anna", "secret"));
            assertEquals(LATER, all.login(2, BAD, "anna", "secret"));
            assertEquals(RIGHT, all.login(1, HOME, "anna", "secret"));
        }
    }

    @Test
    void aRestartLiftsNoBan() throws Exception {
        try (FrontEnds all = FrontEnds.start(folder, 1, Link.JOINED, users)) {
            ban(all, 0, "add", BAD);
        }
        try (FrontEnds all = FrontEnds.start(folder, 1, Link.JOINED, users)) {
            assertEquals(LATER, all.login(0, BAD, "anna", "secret"));
        }
    }

    /** Each judges for itself, as long as that lasts. */
    @Test
    void withoutTheLinkNobodyIsLetInThatShouldNotBe() throws Exception {
        try (FrontEnds all = FrontEnds.start(folder, 2, Link.CUT, users)) {
            for (int i = 0; i < 10; i++) {
                assertEquals(WRONG, all.login(0, BAD, "nobody" + i, "guess"));
            }
            assertEquals(LATER, all.login(0, BAD, "anna", "secret"));
            assertEquals(WRONG, all.login(1, BAD, "anna", "guess"));
            assertEquals(RIGHT, all.login(1, BAD, "anna", "secret"));
        }
    }
}
