package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.identity.Secret;
import waypost.mapping.Behaviour.Extent;
import waypost.mapping.Behaviour.Ward;
import waypost.mapping.DirectorySettings.Spread;
import waypost.mapping.UserMapSettings.CatchAll;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;
import waypost.mapping.UserMapSettings.Several;

/**
 * Two directories, of which one behaves badly; mail and log-ins for a user of each, and for nobody. The table that comes of it is a page for
 * administrators; run with {@code -Dwaypost.update=true} to write it anew.
 */
class BehavioursTest {
    private static final Path PAGE = Path.of(System.getProperty("waypost.repository"), "docs", "outages.md");
    private static final String TABLE = "| the directory ";
    private static final Secret SECRET = new Secret("secret");
    private static final Duration TIMEOUT = Duration.ofMillis(250);
    private static final List<String> NAMES = List.of("anna", "bob", "nobody");

    private static DirectorySettings directory(String name, Fixture at) {
        DirectorySettings d = at.directory();
        return new DirectorySettings(
                name,
                d.kind(),
                d.uris(),
                Spread.FIRST,
                d.protection(),
                d.service(),
                d.base(),
                d.filter(),
                d.loginFilter(),
                d.attributes(),
                Optional.of(Ward.CANARY),
                TIMEOUT,
                d.inFlight());
    }

    private static UserMapSettings map(String directory, Proof proof) {
        return new UserMapSettings.Directory(
                "of-" + directory, Domains.of("example.net"), directory, proof, Several.UNAVAILABLE, CatchAll.OFF);
    }

    private static Ward ward(String user, Illness illness) throws Exception {
        Fixture fixture = new Fixture(config -> config.addInMemoryOperationInterceptor(illness));
        Ward ward = new Ward(fixture, illness, user);
        ward.modify("dc=waypost", "contextCSN", "20261130000000.000000Z#000000#001#000000");
        fixture.add("canary");
        fixture.add(user, "mail: " + user + "@example.net", "mailHost: store1", "userPassword: secret");
        for (int i = 0; i < Ward.OTHERS; i++) {
            fixture.add(user + i, "mail: " + user + i + "@example.net", "mailHost: store1", "userPassword: secret");
        }
        return ward;
    }

    /** The answers to mail and log-in for each of the names. */
    private static List<Answer> answers(Behaviour behaviour, Proof proof, boolean firstIsIll) throws Exception {
        try (var illness = new Illness();
                var health = new Illness()) {
            Ward anna = ward("anna", firstIsIll ? illness : health);
            Ward bob = ward("bob", firstIsIll ? health : illness);
            Ward ill = firstIsIll ? anna : bob;
            try (Fixture _ = anna.fixture();
                    Fixture _ = bob.fixture();
                    UserMaps maps = anna.fixture()
                            .open(new MappingSettings(
                                    List.of(directory("one", anna.fixture()), directory("two", bob.fixture())),
                                    List.of(map("one", proof), map("two", proof)),
                                    Fixture.settings(anna.fixture().directory()).targets(),
                                    MappingSettings.ForeignHosts.REFUSED,
                                    CacheSettings.STANDARD))) {
                everybody(maps).forEach(BehavioursTest::served);
                others(maps, ill).forEach(BehavioursTest::served);
                anna.fixture().pass(Duration.ofHours(1));
                behaviour.onset().in(ill);
                others(maps, ill).forEach(BehavioursTest::notRefused);
                return everybody(maps).toList();
            } finally {
                illness.close();
            }
        }
    }

    private static Stream<Answer> everybody(UserMaps maps) {
        return NAMES.stream()
                .flatMap(name -> Stream.of(maps.locate(name), maps.authenticate(name, SECRET, Service.IMAP)));
    }

    private static Stream<Answer> others(UserMaps maps, Ward ward) {
        return Stream.iterate(0, i -> i < Ward.OTHERS, i -> i + 1).map(i -> maps.locate(ward.user() + i));
    }

    private static void served(Answer answer) {
        assertTrue(answer instanceof Answer.Granted || answer instanceof Answer.Unknown, answer::toString);
    }

    private static void notRefused(Answer answer) {
        assertFalse(answer instanceof Answer.Unknown || answer instanceof Answer.Refused, answer::toString);
    }

    private static String cell(Answer answer) {
        return switch (answer) {
            case Answer.Granted granted -> granted.degraded() ? "from memory" : "as ever";
            case Answer.Unavailable _ -> "later";
            case Answer.Unknown _ -> "unknown";
            case Answer.Refused(Answer.Kind kind) -> "refused: " + kind;
        };
    }

    private static void check(Behaviour behaviour, List<Answer> answers) {
        answers.subList(0, 4).forEach(BehavioursTest::notRefused);
        boolean sound = behaviour.extent() != Extent.DIRECTORY;
        assertEquals(
                List.of(sound, sound),
                answers.subList(4, 6).stream()
                        .map(Answer.Unknown.class::isInstance)
                        .toList(),
                "nobody: " + behaviour);
    }

    private static List<Answer> checked(Behaviour behaviour, Proof proof, boolean firstIsIll) throws Exception {
        List<Answer> answers = answers(behaviour, proof, firstIsIll);
        check(behaviour, answers);
        return answers;
    }

    @ParameterizedTest
    @MethodSource("waypost.mapping.Behaviour#all")
    void passwordsThatAreComparedHere(Behaviour behaviour) throws Exception {
        checked(behaviour, Proof.STORED_HASH, true);
    }

    @Test
    void thePageSaysWhatHappens() throws Exception {
        List<String> rows = new ArrayList<>(List.of(
                TABLE + "| its user: mail | log-in | user of a later map: mail | log-in | nobody: mail | log-in |",
                "|---|---|---|---|---|---|---|"));
        for (Behaviour behaviour : Behaviour.all()) {
            List<String> first = checked(behaviour, Proof.BIND, true).stream()
                    .map(BehavioursTest::cell)
                    .toList();
            List<String> second = checked(behaviour, Proof.BIND, false).stream()
                    .map(BehavioursTest::cell)
                    .toList();
            assertEquals(List.of("as ever", "as ever"), second.subList(0, 2), "a map before is not concerned");
            assertEquals(first.subList(0, 2), second.subList(2, 4), "wherever the map stands");
            assertEquals(first.subList(4, 6), second.subList(4, 6), "wherever the map stands");
            rows.add("| " + behaviour + " | " + String.join(" | ", first) + " |");
        }
        assertTrue(rows.size() > 2 + 25);
        String page = Files.readString(PAGE);
        String written = page.substring(0, page.indexOf(TABLE)) + String.join("\n", rows) + "\n";
        if (Boolean.getBoolean("waypost.update")) {
            Files.writeString(PAGE, written);
        }
        assertEquals(written, Files.readString(PAGE), "write the page with -Dwaypost.update=true");
    }
}
