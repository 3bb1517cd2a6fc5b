package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.directory.DirectorySettings;
import waypost.identity.AccountLimits;
import waypost.mapping.Answer.Granted;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;

/** What accounts may use and have: by their entries, by their classes, by the class of all. */
class ClassesTest {
    private static final AccountClasses CLASSES = new AccountClasses(List.of(
            new AccountClass(
                    "default",
                    Set.of(Service.SMTP, Service.IMAP),
                    new AccountLimits(
                            OptionalLong.of(1000), OptionalLong.of(10), OptionalLong.empty(), OptionalLong.of(5))),
            new AccountClass(
                    "Staff",
                    Set.of(),
                    new AccountLimits(
                            OptionalLong.of(AccountLimits.UNLIMITED),
                            OptionalLong.empty(),
                            OptionalLong.of(7),
                            OptionalLong.empty())),
            new AccountClass("kiosk", Set.of(Service.WEB), AccountLimits.NONE)));

    @TempDir
    private Path folder;

    private static MappingSettings with(AccountClasses classes, DirectorySettings directory, UserMapSettings map) {
        return new MappingSettings(
                List.of(UserDirectory.usual(directory)),
                List.of(map),
                Routes.to("store1", "store2"),
                classes,
                CacheSettings.STANDARD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                              | IMAP SMTP | storage:1000,messages:10,sessions:5",
                "waypostClass: staff  | IMAP SMTP | storage:unlimited,messages:10,folder-messages:7,sessions:5",
                "waypostClass: KIOSK                             | WEB       | storage:1000,messages:10,sessions:5",
                "waypostClass: default                           | IMAP SMTP | storage:1000,messages:10,sessions:5",
                "waypostClass: gold                              | IMAP SMTP | storage:1000,messages:10,sessions:5",
                "waypostQuota: 5                                 | IMAP SMTP | storage:5,messages:10,sessions:5",
                "waypostClass: staff;waypostQuota: 5 | IMAP SMTP | storage:5,messages:10,folder-messages:7,sessions:5",
                "waypostClass: kiosk;waypostService: pop3        | POP3      | storage:1000,messages:10,sessions:5"
            })
    void theEntryGoesBeforeItsClassAndThatBeforeTheClassOfAll(String lines, String services, String limits)
            throws Exception {
        try (var fixture = new Fixture()) {
            String[] said = lines.isEmpty() ? new String[0] : lines.split(";");
            String[] all = new String[said.length + 2];
            all[0] = "mail: bob@example.net";
            all[1] = "mailHost: store1";
            System.arraycopy(said, 0, all, 2, said.length);
            fixture.add("bob", all);
            try (UserMaps maps = fixture.open(with(CLASSES, fixture.directory(), Fixture.map(Proof.BIND)))) {
                Granted bob = assertInstanceOf(Granted.class, maps.locate("bob"));
                assertEquals(limits, bob.limits().text());
                assertEquals(
                        List.of(services.split(" ")),
                        bob.services().stream().map(Service::name).sorted().toList());
            }
        }
    }

    @Test
    void withoutClassesAnEntrySaysWhatItSays() throws Exception {
        try (var fixture = new Fixture()) {
            fixture.add("bob", "mail: bob@example.net", "mailHost: store1", "waypostClass: staff");
            try (UserMaps maps = fixture.mapping(Fixture.map(Proof.BIND))) {
                Granted bob = assertInstanceOf(Granted.class, maps.locate("bob"));
                assertEquals(AccountLimits.NONE, bob.limits());
                assertEquals(Account.ALL_SERVICES, bob.services());
            }
        }
    }

    @Test
    void whoSaysWhatIsExplained() throws Exception {
        try (var fixture = new Fixture()) {
            fixture.add(
                    "bob", "mail: bob@example.net", "mailHost: store1", "waypostClass: staff", "waypostService: imap");
            fixture.add("eve", "mail: eve@example.net", "mailHost: store1", "waypostClass: gold", "waypostQuota: 9");
            try (UserMaps maps = fixture.open(with(CLASSES, fixture.directory(), Fixture.map(Proof.BIND)))) {
                assertEquals(
                        new TreeMap<>(Map.of(
                                "class", "staff",
                                "services", "imap, by the entry",
                                "quota", "unlimited, by class Staff",
                                "messages", "10, by class default",
                                "a folder", "7 messages, by class Staff",
                                "sessions", "5, by class default")),
                        new TreeMap<>(maps.explain("bob").tried().getFirst().allowed()));
                Map<String, String> eve = maps.explain("eve").tried().getFirst().allowed();
                assertEquals("gold, which there is not: default holds", eve.get("class"));
                assertEquals("9 octets, by the entry", eve.get("quota"));
                assertEquals("imap smtp, by class default", eve.get("services"));
                assertEquals(Map.of(), maps.explain("nobody").tried().getFirst().allowed());
            }
        }
    }

    @Test
    void filesNameClassesToo() throws Exception {
        Path users = folder.resolve("users");
        Files.writeString(users, """
                bob@example.net - store1 class=staff
                eve@example.net - store1 class=gold quota=9 service=pop3
                /ann-.*@example\\.net/ - store1 class=kiosk
                """);
        try (var fixture = new Fixture()) {
            var map = new UserMapSettings.File("users", Domains.of("example.net"), users);
            try (UserMaps maps = fixture.open(with(CLASSES, fixture.directory(), map))) {
                assertEquals(
                        "storage:unlimited,messages:10,folder-messages:7,sessions:5",
                        assertInstanceOf(Granted.class, maps.locate("bob"))
                                .limits()
                                .text());
                Granted eve = assertInstanceOf(Granted.class, maps.locate("eve"));
                assertEquals("storage:9,messages:10,sessions:5", eve.limits().text());
                assertEquals(Set.of(Service.POP3), eve.services());
                assertEquals(
                        Set.of(Service.WEB),
                        assertInstanceOf(Granted.class, maps.locate("ann-1")).services());
                assertEquals(
                        "gold, which there is not: default holds",
                        maps.explain("eve").tried().getFirst().allowed().get("class"));
            }
        }
    }

    /** What is on disk of entries is made of the classes, too: with others it is not what they say. */
    @Test
    void areToldFromOthersByTheirWords() {
        assertEquals(
                CLASSES.toString(),
                new AccountClasses(List.of(
                                new AccountClass("kiosk", Set.of(Service.WEB), AccountLimits.NONE),
                                new AccountClass(
                                        "default",
                                        Set.of(Service.IMAP, Service.SMTP),
                                        new AccountLimits(
                                                OptionalLong.of(1000),
                                                OptionalLong.of(10),
                                                OptionalLong.empty(),
                                                OptionalLong.of(5))),
                                new AccountClass(
                                        "Staff",
                                        Set.of(),
                                        new AccountLimits(
                                                OptionalLong.of(AccountLimits.UNLIMITED),
                                                OptionalLong.empty(),
                                                OptionalLong.of(7),
                                                OptionalLong.empty()))))
                        .toString());
    }
}
