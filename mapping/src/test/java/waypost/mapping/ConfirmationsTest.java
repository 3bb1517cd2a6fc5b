package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.directory.DirectorySettings;
import waypost.identity.Secret;
import waypost.mapping.UserMapSettings.Proof;

/** What it takes to know that nobody has a name: a server that shows its base, its canary and all changes, once for each question. */
class ConfirmationsTest {
    private static final String CANARY = "uid=canary,dc=waypost";

    private Fixture fixture;
    private UserMaps maps;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
        fixture.addAnna();
        fixture.add("canary");
        fixture.server.modify(
                "dc=waypost",
                new Modification(ModificationType.REPLACE, "contextCSN", "20261130000000.000000Z#000000#001#000000"));
        DirectorySettings d = fixture.directory();
        maps = fixture.open(Fixture.settings(
                new VariedUsers(new Varied(d).guarded(CANARY).settings())
                        .loggingIn("(uid=%n)")
                        .directory(),
                Fixture.map(Proof.BIND)));
        assertEquals(new Answer.Unknown(), maps.locate("first"), "asks once where the number of changes is");
        fixture.searches.set(0);
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    private Answer logIn(String name) {
        return maps.authenticate(name, new Secret("secret"), Service.IMAP);
    }

    /** By its address; then base, canary and number of changes. That nobody has the rest of the domain is remembered. */
    @Test
    void unknownMail() {
        assertEquals(new Answer.Unknown(), maps.locate("nobody"));
        assertEquals(4, fixture.searches.get());
    }

    /** By its address and by its name for logging in. */
    @Test
    void anUnknownLogIn() {
        assertEquals(new Answer.Unknown(), logIn("nobody"));
        assertEquals(5, fixture.searches.get());
    }

    @Test
    void whoIsFoundAtOnceNeedsNone() {
        assertInstanceOf(Answer.Granted.class, maps.locate("anna"));
        assertEquals(1, fixture.searches.get());
    }

    /** Whose address was not found may be another one than who has that name. */
    @Test
    void whoIsFoundByTheSecondFilterNeedsOne() throws Exception {
        fixture.add("bert", "mail: b@example.net", "mailHost: store1", "userPassword: secret");
        assertInstanceOf(Answer.Granted.class, logIn("bert"));
        assertEquals(5, fixture.searches.get());
        fixture.add("cora", "mail: c@example.net", "mailHost: store1", "userPassword: secret");
        fixture.server.delete(CANARY);
        assertInstanceOf(Answer.Unavailable.class, logIn("cora"));
    }

    /** The mail of somebody whom the directory does not show now is not another one's. */
    @Test
    void theCatchAllIsForNobodyWhoMayBeThere() throws Exception {
        fixture.add("rest", "mail: rest@example.net", "mailLocalAddress: @example.net", "mailHost: store1");
        fixture.pass(CacheSettings.STANDARD.negative());
        assertInstanceOf(Answer.Granted.class, maps.locate("anybody"));
        fixture.server.delete(CANARY);
        assertInstanceOf(Answer.Unavailable.class, maps.locate("somebody"));
        assertInstanceOf(Answer.Granted.class, maps.locate("anna"));
    }
}
