package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.ChangeFeed;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Kind;
import waypost.mapping.Answer.Refused;
import waypost.mapping.Answer.Unavailable;
import waypost.mapping.Answer.Unknown;
import waypost.mapping.Explanation.Origin;
import waypost.mapping.UserMapSettings.Proof;

/** What is answered of a name, and from where, beside what the directory says; and that to explain it leaves nothing behind. */
class ExplanationTest {
    private static final Secret SECRET = new Secret("secret");
    private static final OptionalInt AWAY = OptionalInt.of(51);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Fixture fixture;
    private UserMaps maps;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
        fixture.addAnna();
        maps = fixture.open(Fixture.settings(
                new VariedUsers(fixture.directory()).loggingIn("(uid=%n)").directory(),
                Fixture.map(Proof.STORED_HASH)));
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    private static void from(Origin origin, Explanation explanation) {
        assertEquals(origin, explanation.from());
    }

    /** What is answered is what was explained. */
    private Explanation explained(String address) {
        Explanation explanation = maps.explain(address);
        assertEquals(maps.whose(address), explanation.given().mail());
        return explanation;
    }

    @Test
    void withoutMemoryTheMapsAreAsked() {
        Explanation explanation = explained("anna");
        from(new Origin.Maps(), explanation);
        assertEquals(explanation.said(), explanation.given());
        assertEquals(Optional.of("active"), explanation.tried().getFirst().state());
    }

    @Test
    void memoryGoesBeforeWhatTheDirectorySaysNow() throws Exception {
        maps.locate("anna");
        fixture.pass(MINUTE);
        fixture.server.modify("dn: uid=anna,dc=waypost", "changetype: modify", "replace: mailHost", "mailHost: store2");
        Explanation explanation = explained("anna");
        from(new Origin.Memory(MINUTE, false), explanation);
        assertEquals(
                "store2",
                assertInstanceOf(Granted.class, explanation.answer()).route().target());
        assertEquals(
                "store1",
                assertInstanceOf(Granted.class, explanation.given().account())
                        .route()
                        .target());
    }

    @Test
    void inAnOutageMemoryIsAnsweredFrom() {
        maps.locate("anna");
        fixture.pass(HOUR);
        fixture.failSearches(AWAY);
        Explanation explanation = explained("a.nna");
        assertInstanceOf(Unavailable.class, explanation.answer());
        assertInstanceOf(Unavailable.class, explanation.given().account(), "was asked for by her other name");
        from(new Origin.Maps(), explanation);
        Explanation known = explained("anna");
        assertInstanceOf(Unavailable.class, known.answer());
        assertTrue(assertInstanceOf(Granted.class, known.given().account()).degraded());
        from(new Origin.Memory(HOUR, true), known);
    }

    @Test
    void inAnOutageTheCopyIsAnsweredFrom() throws Exception {
        maps.onDisk().all(folder);
        ChangeFeed.Changes told = maps.copies().of("subscribers").orElseThrow().changes();
        told.toldBy(fixture.directory().uris().getFirst());
        told.anyChanged();
        told.reached("one");
        told.current();
        assertTimeoutPreemptively(LONG, () -> {
            while (!maps.copies().of("subscribers").orElseThrow().isCurrent()) {
                Thread.onSpinWait();
            }
        });
        fixture.failSearches(AWAY);
        Explanation explanation = explained("a.nna");
        assertInstanceOf(Granted.class, explanation.given().account());
        from(new Origin.Copy(fixture.instants.instant()), explanation);
        assertInstanceOf(Unavailable.class, explained("nobody").given().account());
        LoginExplanation login = maps.explainLogin("anna");
        assertInstanceOf(Granted.class, login.given().get(Service.IMAP));
        assertEquals(new Origin.Copy(fixture.instants.instant()), login.from());
    }

    @Test
    void whoIsMissingIsPutOffAndToExplainThatDoesNotCount() throws Exception {
        maps.locate("anna");
        fixture.pass(HOUR);
        fixture.server.delete("uid=anna,dc=waypost");
        for (int i = 0; i < 3; i++) {
            Explanation explanation = maps.explain("anna");
            assertEquals(new Unknown(), explanation.answer());
            assertInstanceOf(Unavailable.class, explanation.given().account());
            assertInstanceOf(
                    Unavailable.class, maps.explainLogin("anna").given().get(Service.IMAP));
            fixture.pass(HOUR);
        }
        assertInstanceOf(Unavailable.class, maps.locate("anna"), "is missed since now");
        fixture.pass(CacheSettings.STANDARD.vanished());
        Explanation explanation = maps.explain("anna");
        assertEquals(new Unknown(), explanation.given().account());
        assertEquals(new Unknown(), maps.explainLogin("anna").given().get(Service.IMAP));
        assertEquals(new Unknown(), maps.locate("anna"));
    }

    @Test
    void toExplainIsNotToRemember() {
        maps.explain("anna");
        maps.explainLogin("anna");
        assertEquals(Optional.empty(), maps.cachedLocate("anna"));
        assertEquals(Optional.empty(), maps.cachedIdentify("anna", Service.IMAP));
        assertEquals(Optional.empty(), maps.explain("anna").cacheAge());
    }

    @Test
    void anAliasIsFollowedFromMemory() throws Exception {
        fixture.add("post", "mail: post@example.net", "mailRoutingAddress: anna@example.net");
        maps.whose("post");
        fixture.pass(HOUR);
        fixture.failSearches(AWAY);
        Explanation explanation = explained("post");
        assertInstanceOf(Granted.class, explanation.given().account());
        from(new Origin.Memory(HOUR, true), explanation);
    }

    @Test
    void aLogInNameIsExplainedByTheFilterOfLogIns() throws Exception {
        fixture.add("ben", "mail: benedict@example.net", "mailHost: store2", "userPassword: secret");
        assertEquals(new Unknown(), maps.explain("ben").answer());
        LoginExplanation ben = maps.explainLogin("ben");
        Granted granted = assertInstanceOf(Granted.class, ben.said().get(Service.IMAP));
        assertEquals("benedict@example.net", granted.name().toString());
        assertEquals(ben.said(), ben.given());
        assertEquals(
                "main (|(mail=ben@example.net)(mailLocalAddress=ben@example.net)), then (uid=ben)",
                ben.tried().getFirst().filter());
        assertEquals("uid=ben,dc=waypost", ben.tried().getFirst().dn());
        assertEquals(
                "main (|(mail=anna@example.net)(mailLocalAddress=anna@example.net))",
                maps.explainLogin("anna").tried().getFirst().filter());
        assertEquals(new Unknown(), maps.explainLogin("nobody").said().get(Service.IMAP));
    }

    @Test
    void eachServiceIsAnsweredForItself() throws Exception {
        fixture.add("ben", "mail: ben@example.net", "mailHost: store2", "waypostService: imap", "userPassword: secret");
        LoginExplanation ben = maps.explainLogin("ben");
        assertInstanceOf(Granted.class, ben.given().get(Service.IMAP));
        assertEquals(new Refused(Kind.SERVICE), ben.given().get(Service.POP3));
        fixture.server.modify(
                "dn: uid=ben,dc=waypost", "changetype: modify", "add: waypostState", "waypostState: locked");
        LoginExplanation locked = maps.explainLogin("ben");
        assertEquals(new Refused(Kind.LOCKED), locked.given().get(Service.IMAP));
        assertEquals(
                Optional.of("locked, as waypostState is locked"),
                locked.tried().getFirst().state());
    }

    @Test
    void nobodyLogsInByAnAlias() throws Exception {
        fixture.add("post", "mail: post@example.net", "mailRoutingAddress: anna@example.net");
        LoginExplanation post = maps.explainLogin("post");
        assertEquals(new Unknown(), post.said().get(Service.IMAP));
        assertEquals(
                "has it for mail only: nobody logs in by it",
                post.tried().getFirst().finding());
        assertEquals(Optional.empty(), post.tried().getFirst().state());
    }

    @Test
    void aPasswordThatWasRightIsGoodInAnOutage() {
        assertEquals(Optional.empty(), maps.explainLogin("anna").proof());
        assertInstanceOf(Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
        fixture.pass(HOUR);
        assertEquals(Optional.of(HOUR), maps.explainLogin("anna").proof());
        fixture.failSearches(AWAY);
        LoginExplanation anna = maps.explainLogin("anna");
        assertInstanceOf(Unavailable.class, anna.said().get(Service.IMAP));
        assertInstanceOf(Granted.class, anna.given().get(Service.IMAP));
        assertEquals(new Origin.Memory(HOUR, true), anna.from());
        assertEquals(Optional.of(HOUR), anna.proof());
    }

    @Test
    void aSpellingThatCanBeNobodysIsRefused() {
        assertEquals(
                new Refused(Kind.CREDENTIALS),
                maps.explainLogin("a b@@c").given().get(Service.IMAP));
        assertEquals(List.of(), maps.explainLogin("a b@@c").tried());
    }
}
