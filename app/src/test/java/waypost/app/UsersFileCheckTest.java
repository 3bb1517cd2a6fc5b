package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code waypost check-config} says of the lines of a user map's file. */
class UsersFileCheckTest {
    @TempDir
    Path folder;

    private List<String> refusedMap(Path users) throws IOException {
        Path file = Files.writeString(folder.resolve("node.yaml"), """
                node: {name: fe1, roles: [proxy], data: "%1$s/data", hostname: localhost}
                nodes: [{name: fe1, roles: [proxy]}, {name: store1}]
                user-maps: [{name: m, type: file, file: "%2$s"}]
                """.formatted(folder, users));
        Site.Ended checked = new Site(folder).run("check-config", file.toString());
        assertEquals(Main.WRONG, checked.status());
        return checked.err()
                .lines()
                .map(line -> line.substring(file.toString().length() + 2))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.net",
                "a@example.net - nowhere",
                "a@example.net - store1 colour=red",
                "a@b@c@ - store1",
                "/(a/ - store1",
                "a@example.net - fe1",
            })
    void linesOfAUsersFile(String line) throws IOException {
        Path users = Files.writeString(folder.resolve("users"), "# users\nb@example.net - store1\n" + line + "\n");
        List<String> lines = refusedMap(users);
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith("user-maps[1].file: " + users + ":3: "), lines.toString());
    }

    @Test
    void allLinesOfAUsersFileAtOnce() throws IOException {
        StringBuilder text = new StringBuilder("a@example.net - store1\na@example.net ge heim store1\n/(a/ - store1\n");
        for (int i = 0; i < 30; i++) {
            text.append("u").append(i).append("@example.net ge heim\n");
        }
        Path users = Files.writeString(folder.resolve("users"), text);
        List<String> lines = refusedMap(users);
        assertEquals(21, lines.size(), lines.toString());
        String file = "user-maps[1].file: " + users;
        assertEquals(
                List.of(
                        file
                                + ":2: word 4 is none of alias=…, service=…, state=…, quota=…, class=…, id=…; mend the line",
                        file + ":3: Unclosed group near index 2; mend the line",
                        file + ":4: the third word is no node or volume; mend the line"),
                lines.subList(0, 3));
        assertEquals(file + ": 12 more lines are wrong; mend the line", lines.getLast());
        assertFalse(lines.stream().anyMatch(line -> line.contains("heim")), lines.toString());
    }
}
