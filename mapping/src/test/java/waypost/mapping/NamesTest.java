package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.identity.AddressRules;
import waypost.identity.AddressSettings;
import waypost.identity.AddressSettings.LocalParts;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Kind;
import waypost.mapping.Answer.Refused;
import waypost.mapping.UserMapSettings.CatchAll;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;
import waypost.mapping.UserMapSettings.Several;

/** The spellings of the table that {@code AddressRules} are tested with: those of one name are one question, one memory, one mailbox. */
class NamesTest {
    private static final Path TABLE = Path.of(
            System.getProperty("waypost.repository"), "core/identity/src/test/resources/waypost/identity/names.txt");
    private static final Pattern CHARACTER = Pattern.compile("\\{U\\+([0-9A-F]{4})}");
    private static final Secret SECRET = new Secret("secret");
    private static final AddressRules RULES = new AddressRules(new AddressSettings(
            Optional.of("example.net"),
            Map.of("example.org", "example.net", "corp.local", "example.net", "bücher.example", "münchen.de"),
            Map.of("Corp", "example.net"),
            "+",
            LocalParts.CASE_MAPPED));

    /** Spellings by what they lead to. */
    private Map<String, List<String>> table = Map.of();

    private Fixture fixture;

    @BeforeEach
    void read() throws Exception {
        fixture = new Fixture();
        try (Stream<String> lines = Files.lines(TABLE)) {
            table = lines.filter(line -> !line.isEmpty() && !line.startsWith("# "))
                    .map(NamesTest::columns)
                    .collect(Collectors.groupingBy(
                            columns -> columns[1],
                            TreeMap::new,
                            Collectors.mapping(columns -> columns[0], Collectors.toList())));
        }
    }

    private static String[] columns(String line) {
        return CHARACTER
                .matcher(line)
                .replaceAll(code -> Matcher.quoteReplacement("" + (char) Integer.parseInt(code.group(1), 16)))
                .split(" ; ");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private UserMaps open(Proof proof) throws IOException, java.security.GeneralSecurityException {
        var map = new UserMapSettings.Directory(
                "subscribers", Domains.ALL, "main", proof, Several.UNAVAILABLE, CatchAll.OFF);
        return UserMaps.open(
                Fixture.settings(fixture.directory(), map),
                RULES,
                Fixture.trust(),
                fixture.instants,
                fixture.ticker,
                new SplittableRandom(3));
    }

    private Set<String> names() {
        return table.keySet().stream().filter(name -> !name.startsWith("!")).collect(Collectors.toSet());
    }

    @ByEitherProof
    void theSpellingsOfANameAreOneQuestionAndOneMailbox(Proof proof) throws Exception {
        int number = 0;
        for (String name : names()) {
            var entry = new Entry("uid=" + ++number + ",dc=waypost");
            entry.addAttribute("objectClass", "inetOrgPerson");
            entry.addAttribute("mail", name);
            entry.addAttribute("mailHost", "store1");
            entry.addAttribute("userPassword", SECRET.value());
            fixture.server.add(entry);
        }
        Set<DirectoryId> mailboxes = new HashSet<>();
        try (UserMaps maps = open(proof)) {
            for (String name : names()) {
                DirectoryId mailbox = null;
                int before = fixture.searches.get();
                for (String spelling : table.getOrDefault(name, List.of())) {
                    Granted located = assertInstanceOf(Granted.class, maps.locate(spelling), spelling);
                    assertEquals(name, located.name().toString(), spelling);
                    mailbox = mailbox == null ? located.directoryId() : mailbox;
                    assertEquals(mailbox, located.directoryId(), spelling);
                }
                assertEquals(before + 1, fixture.searches.get(), name + " was asked for more than once");
                for (String spelling : table.getOrDefault(name, List.of())) {
                    assertEquals(
                            mailbox,
                            assertInstanceOf(Granted.class, maps.authenticate(spelling, SECRET, Service.IMAP))
                                    .directoryId());
                }
                assertEquals(before + 2, fixture.searches.get(), name + " logged in by more than one look-up");
                assertTrue(mailbox != null && mailboxes.add(mailbox), name);
            }
        }
        assertEquals(names().size(), mailboxes.size());
    }

    /** Of a name that nobody has, each spelling is known to be nobody's once one was asked about: for mail, and again for log-ins. */
    @Test
    void theSpellingsOfNobodyAreOneQuestion() throws Exception {
        try (UserMaps maps = open(Proof.BIND)) {
            // how far the directory is with its changes: it does not show that, and is not asked again
            maps.locate("first@example.net");
            for (String name : names()) {
                int before = fixture.searches.get();
                for (String spelling : table.getOrDefault(name, List.of())) {
                    assertEquals(new Answer.Unknown(), maps.locate(spelling), spelling);
                    assertEquals(new Answer.Unknown(), maps.authenticate(spelling, SECRET, Service.POP3), spelling);
                }
                // each time the name, and the base that shows that "none" may be believed
                assertEquals(before + 4, fixture.searches.get(), name);
            }
        }
    }

    @Test
    void whatNamesNobodyIsNotAsked() throws Exception {
        try (UserMaps maps = open(Proof.STORED_HASH)) {
            for (Map.Entry<String, List<String>> refused : table.entrySet()) {
                if (refused.getKey().startsWith("!")) {
                    for (String spelling : refused.getValue()) {
                        assertEquals(new Refused(Kind.ADDRESS), maps.locate(spelling), spelling);
                        assertEquals(
                                new Refused(Kind.CREDENTIALS),
                                maps.authenticate(spelling, SECRET, Service.SUBMISSION),
                                spelling);
                        assertEquals(Optional.of(Set.of()), maps.holders(spelling), spelling);
                    }
                }
            }
            assertEquals(0, fixture.searches.get());
        }
    }
}
