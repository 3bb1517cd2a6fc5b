package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.AddressRules;
import waypost.identity.AddressSettings;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;

class FileMapTest {
    private static final String USERS = """
        # users
        anna@example.net  {CLEARTEXT}secret  store1  alias=a.nna@example.net service=imap quota=1000 id=17
        bob@example.net   -                  store2  state=locked
        cyd@example.net   secret             store2  alias=@catch.example

        /x([12])-.*@example\\.net/  {CLEARTEXT}shared  store$1
        /x.*@example\\.net/         -                  nowhere
        """;

    @TempDir
    Path folder;

    private UserMaps open(String users) throws Exception {
        return open(users, UserMapSettings.Domains.ALL, Fixture.RULES);
    }

    private UserMaps open(String users, UserMapSettings.Domains domains, AddressRules rules) throws Exception {
        Path file = Files.writeString(folder.resolve("users"), users);
        var settings = new MappingSettings(
                List.of(),
                List.of(new UserMapSettings.File("file", domains, file)),
                Routes.to("store1", "store2"),
                CacheSettings.STANDARD);
        return UserMaps.open(
                settings, rules, Fixture.trust(), InstantSource.system(), System::nanoTime, new SplittableRandom(1));
    }

    @ParameterizedTest
    @CsvSource({
        "anna, anna@example.net, store1, 17",
        "a.nna, anna@example.net, store1, 17",
        "bob, bob@example.net, store2, bob@example.net",
        "any@catch.example, cyd@example.net, store2, cyd@example.net",
        "x1-q, x1-q@example.net, store1, x1-q@example.net",
        "x2-q+tag, x2-q@example.net, store2, x2-q@example.net",
    })
    void namesAreFoundExactlyThenByExpressionThenByCatchAll(String spelling, String name, String host, String id)
            throws Exception {
        try (UserMaps maps = open(USERS)) {
            Granted granted = assertInstanceOf(Granted.class, maps.locate(spelling));
            assertEquals(name, granted.name().toString());
            assertEquals(host, granted.route().target());
            assertEquals(id, granted.directoryId().value());
        }
    }

    @Test
    void anExplanationNamesTheLineAndTheState() throws Exception {
        try (UserMaps maps = open(USERS)) {
            Explanation.Tried anna = maps.explain("anna").tried().getFirst();
            assertEquals("line 2", anna.dn());
            assertEquals(Optional.of("active"), anna.state());
            LoginExplanation bob = maps.explainLogin("bob");
            assertEquals(
                    Optional.of("locked, as its line says"),
                    bob.tried().getFirst().state());
            assertEquals(new Answer.Refused(Answer.Kind.LOCKED), bob.given().get(Service.IMAP));
            assertEquals(
                    Optional.empty(), maps.explain("nobody").tried().getFirst().state());
        }
    }

    /** RFC 5321 §4.5.1. */
    @Test
    void thePostmasterNeedsNoDomain() throws Exception {
        var noDefault = new AddressRules(AddressSettings.plain(Optional.empty()));
        String users = "postmaster@example.net secret store1\nanna@example.net secret store1";
        try (UserMaps maps = open(users, UserMapSettings.Domains.of("example.net", "example.com"), noDefault)) {
            Granted granted = assertInstanceOf(Granted.class, maps.locate("Postmaster"));
            assertEquals("postmaster@example.net", granted.name().toString());
            assertEquals(Mapping.DomainAnswer.OURS, maps.domain("postmaster"));
            assertEquals(new Answer.Refused(Answer.Kind.ADDRESS), maps.locate("anna"));
            assertEquals(
                    new Answer.Refused(Answer.Kind.CREDENTIALS),
                    maps.authenticate("postmaster", new Secret("secret"), Service.IMAP));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/[a-m].*?@example\\.(net|network)/, store1, bob@example.network, store1",
        "/b(ob)?@example\\.net.*/, store1, bob@example.network, store1",
        "/(?<first>.).*([0-9])@example\\.net/, store$2, bob1@example.net, store1",
        "/.*(?<n>[0-9])@example\\.net/, store${n}, bob2@example.net, store2",
    })
    void anExpressionThatMatchesTheWholeAddressGivesTheWholeHost(
            String expression, String host, String address, String expected) throws Exception {
        try (UserMaps maps = open(expression + " secret " + host)) {
            Granted granted = assertInstanceOf(Granted.class, maps.locate(address));
            assertEquals(expected, granted.route().target());
        }
    }

    @Test
    void passwordsAndStatesCount() throws Exception {
        try (UserMaps maps = open(USERS)) {
            var secret = new Secret("secret");
            assertInstanceOf(Granted.class, maps.authenticate("anna", secret, Service.IMAP));
            assertInstanceOf(Granted.class, maps.authenticate("x1-q", new Secret("shared"), Service.IMAP));
            assertEquals(new Answer.Refused(Answer.Kind.SERVICE), maps.authenticate("anna", secret, Service.POP3));
            assertEquals(new Answer.Refused(Answer.Kind.CREDENTIALS), maps.authenticate("bob", secret, Service.IMAP));
            assertEquals(
                    new Answer.Refused(Answer.Kind.CREDENTIALS),
                    maps.authenticate("bob", new Secret("-"), Service.IMAP));
            assertInstanceOf(Answer.Unavailable.class, maps.locate("x3"));
            assertEquals(new Answer.Unknown(), maps.locate("nobody"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "17, anna@example.net",
        "bob@example.net, bob@example.net",
        "x1-q@example.net, x1-q@example.net",
        "anna@example.net,",
        "a.nna@example.net,",
        "any@catch.example,",
        "18,",
    })
    void anEntryIsFoundByItsId(String id, String name) throws Exception {
        try (UserMaps maps = open(USERS)) {
            assertEquals(
                    name == null ? "Absent[]" : "Present[name=Optional[" + name + "]]",
                    maps.presence(new DirectoryId(id)).toString());
        }
    }

    /** A password with a blank is a host and a word that is no key. */
    @ParameterizedTest
    @ValueSource(strings = {"anna@example.net ge heim store1", "anna@example.net ge heim", "/x.*/ ge heim"})
    void partsOfPasswordsAreNotTold(String users) throws Exception {
        try (UserMaps maps = open(users)) {
            Answer.Unavailable unknown = assertInstanceOf(Answer.Unavailable.class, maps.locate("x@example.net"));
            assertEquals("line 1: the third word is no node or volume", unknown.reason());
        } catch (IllegalArgumentException refused) {
            assertFalse(String.valueOf(refused.getMessage()).contains("heim"), refused::getMessage);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna@example.net secret",
                "anna@exa..mple secret store1",
                "anna@example.net secret nowhere",
                "anna@example.net secret store1 colour=red",
                "anna@example.net secret store1 service=telnet",
                "anna@example.net secret store1 quota=much",
                "anna@example.net secret store1 alias=@",
                "anna@example.net secret store1 id=",
                "anna@example.net secret store1\nANNA@example.org secret store1",
                "/(/ secret store1",
                "/(.*)@example\\.net/ secret store$2",
                "/(.*)@example\\.net/ secret store${n}",
                "/(.*)@example\\.net/ secret store$",
            })
    void whatCannotBeMeantIsRefusedWithItsLine(String users) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> open(users));
        assertEquals(true, String.valueOf(refused.getMessage()).contains("users:"), refused::getMessage);
    }
}
