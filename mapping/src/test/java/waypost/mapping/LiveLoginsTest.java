package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.mapping.Logins.Claim;
import waypost.mapping.Logins.Ended;
import waypost.mapping.Logins.Login;
import waypost.mapping.Logins.Shown;
import waypost.mapping.Waiting.Cause;

/** Which log-ins end when, and who is asked for that. */
class LiveLoginsTest implements LiveLogins.Asking {
    private static final Generation BEFORE = new Generation(1, 7);
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    private static final List<Shown> SHOWN =
            List.of(Shown.PASSWORD, Shown.PASSWORD_AND_CODE, new Shown.AppPassword("k3mn"), Shown.VOUCHED);

    private final Map<DirectoryId, HeldSecrets.Held> nodes = new HashMap<>();
    private final Map<DirectoryId, Standing> directory = new HashMap<>();
    private final List<DirectoryId> asked = new ArrayList<>();
    private final Map<DirectoryId, Cause> causes = new HashMap<>();
    private final List<AccountName> changedPasswords = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final LiveLogins logins = new LiveLogins(this, INTERVAL, work::add);

    LiveLoginsTest() {
        logins.ask((_, id, _) -> Optional.ofNullable(nodes.get(id)));
    }

    @Override
    public Standing ask(AccountName login, DirectoryId id, Cause cause) {
        asked.add(id);
        causes.put(id, cause);
        return directory.getOrDefault(id, new Standing.Unsaid());
    }

    @Override
    public void passwordChanged(AccountName login, Generation now) {
        changedPasswords.add(login);
    }

    private void workOff() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    private void seconds(int count) {
        for (int i = 0; i < count; i++) {
            logins.second();
            workOff();
        }
    }

    private static DirectoryId id(String user) {
        return new DirectoryId("id-" + user);
    }

    private static Account account(String user, AccountState state, Generation generation, Service... services) {
        return new Account(
                new AccountName(user, "example.net"),
                id(user),
                new Route("store1", OptionalLong.empty()),
                state,
                services.length == 0 ? Account.ALL_SERVICES : Set.of(services),
                AccountLimits.NONE,
                "test",
                Instant.EPOCH,
                generation,
                Forward.NONE);
    }

    private static Answer.Granted granted(String user, Generation generation) {
        Account account = account(user, AccountState.ACTIVE, generation);
        Identity known = account.forLogin(account.name(), Service.IMAP, Account.Freshness.FRESH);
        return ((Identity.Known) known).account().by(Shown.PASSWORD);
    }

    private Login begin(String user, Shown shown) {
        Claim claim = new Claim(Service.IMAP, logins.moment());
        return logins.begin(granted(user, BEFORE).by(shown), claim, why -> ended.add(user + " " + why));
    }

    private void is(String user, Account account) {
        directory.put(id(user), new Standing.Is(account));
    }

    private void unchanged(String user) {
        is(user, account(user, AccountState.ACTIVE, BEFORE));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # state, services, revoked, password, by password with or without a code, by token or app password
            ACTIVE, IMAP SMTP, 1, 7, ,
            ACTIVE, IMAP, 1, 8, PASSWORD_CHANGED,
            ACTIVE, IMAP, 1, 0, ,
            ACTIVE, IMAP, 2, 7, REVOKED, REVOKED
            ACTIVE, IMAP, 2, 8, REVOKED, REVOKED
            ACTIVE, POP3, 1, 7, SERVICE, SERVICE
            DISABLED, IMAP, 1, 7, DISABLED, DISABLED
            LOCKED, IMAP, 1, 7, DISABLED, DISABLED
            LOCKED_OUT, IMAP, 1, 7, ,
            LOCKED_OUT, IMAP, 1, 8, PASSWORD_CHANGED,
            EXPIRED, IMAP, 1, 7, EXPIRED, EXPIRED
            MUST_CHANGE, IMAP, 1, 7, EXPIRED, EXPIRED
            HOURS, IMAP, 1, 7, ,
            """)
    void whatEndsALogin(
            AccountState state, String services, long revoked, long password, Ended byPassword, Ended byToken) {
        Service[] allowed =
                Arrays.stream(services.split(" ")).map(Service::valueOf).toArray(Service[]::new);
        Account now = account("anna", state, new Generation(revoked, password), allowed);
        nodes.put(id("anna"), new HeldSecrets.Held(false, Set.of("k3mn")));
        for (Shown shown : SHOWN) {
            ended.clear();
            Login login = begin("anna", shown);
            is("anna", now);
            logins.changed(Set.of(id("anna")));
            workOff();
            Ended expected = shown == Shown.PASSWORD || shown == Shown.PASSWORD_AND_CODE ? byPassword : byToken;
            assertEquals(expected == null ? List.of() : List.of("anna " + expected), ended);
            login.over();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # second factor, app passwords, by password, by password and code, by app password k3mn, by token
            false, k3mn abcd, , , ,
            true, k3mn, SECOND_FACTOR, , ,
            false, abcd, , , REVOKED,
            true, '', SECOND_FACTOR, , REVOKED,
            """)
    void whatANodeEnds(
            boolean factor, String ids, Ended password, Ended passwordAndCode, Ended appPassword, Ended token) {
        unchanged("anna");
        List<Ended> expected = Arrays.asList(password, passwordAndCode, appPassword, token);
        for (int i = 0; i < SHOWN.size(); i++) {
            ended.clear();
            nodes.put(id("anna"), new HeldSecrets.Held(factor, Set.of(ids.split(" "))));
            Login login = begin("anna", SHOWN.get(i));
            logins.secretsChanged(id("anna"));
            workOff();
            assertEquals(expected.get(i) == null ? List.of() : List.of("anna " + expected.get(i)), ended);
            login.over();
        }
    }

    @Test
    void aNodeThatCannotSayEndsNothingAndIsAskedAtTheNextTurn() {
        unchanged("anna");
        begin("anna", new Shown.AppPassword("k3mn"));
        logins.secretsChanged(id("anna"));
        workOff();
        assertEquals(List.of(), ended);
        nodes.put(id("anna"), HeldSecrets.Held.NOTHING);
        seconds(10 * 60);
        assertEquals(List.of("anna REVOKED"), ended);
    }

    @Test
    void aNodeIsNotAskedAboutWhatDoesNotRestOnIt() {
        logins.ask((_, _, _) -> {
            throw new AssertionError("asked");
        });
        unchanged("anna");
        begin("anna", Shown.VOUCHED);
        begin("anna", Shown.PASSWORD_AND_CODE);
        logins.secretsChanged(id("bob"));
        logins.changed(Set.of(id("anna")));
        workOff();
        assertEquals(List.of(), ended);
        assertEquals(List.of(id("anna")), asked);
    }

    /** Who was asked about it before, and begins a session afterwards, is looked at. */
    @Test
    void whatIsRevokedWhileALogInIsUnderWayEndsIt() {
        unchanged("anna");
        Claim claim = new Claim(Service.IMAP, logins.moment());
        nodes.put(id("anna"), HeldSecrets.Held.NOTHING);
        logins.secretsChanged(id("anna"));
        logins.begin(granted("anna", BEFORE).by(new Shown.AppPassword("k3mn")), claim, why -> ended.add("anna " + why));
        workOff();
        assertEquals(List.of("anna REVOKED"), ended);
    }

    @Test
    void whatWasRememberedOfAnOldPasswordIsForgotten() {
        begin("anna", Shown.PASSWORD);
        is("anna", account("anna", AccountState.ACTIVE, new Generation(1, 8)));
        logins.changed(Set.of(id("anna")));
        workOff();
        assertEquals(List.of(new AccountName("anna", "example.net")), changedPasswords);
    }

    /** A password that was never seen may have changed, once one is. */
    @Test
    void aPasswordThatIsSeenForTheFirstTimeIsAnother() {
        Claim claim = new Claim(Service.IMAP, logins.moment());
        logins.begin(granted("anna", new Generation(1, 0)), claim, why -> ended.add("anna " + why));
        unchanged("anna");
        logins.changed(Set.of(id("anna")));
        workOff();
        assertEquals(List.of("anna PASSWORD_CHANGED"), ended);
    }

    @Test
    void nobodyElseIsAskedAboutWhenVeryManyChange() {
        unchanged("anna");
        begin("anna", Shown.PASSWORD);
        begin("anna", Shown.VOUCHED);
        Set<DirectoryId> many = IntStream.range(0, 100_000)
                .mapToObj(number -> id("user" + number))
                .collect(Collectors.toCollection(HashSet::new));
        many.add(id("anna"));
        logins.changed(many);
        logins.changed(many);
        workOff();
        assertEquals(List.of(id("anna")), asked);
        assertEquals(List.of(), ended);
    }

    @Test
    void fewAreAskedAboutAtATime() {
        for (int i = 0; i < 100; i++) {
            unchanged("user" + i);
            begin("user" + i, Shown.PASSWORD);
        }
        logins.anyChanged();
        logins.anyChanged();
        assertEquals(4, work.size());
        workOff();
        assertEquals(100, asked.size());
        assertEquals(100, Set.copyOf(asked).size());
    }

    @Test
    void whomTheDirectoryNamesGoesFirst() {
        for (int i = 0; i < 100; i++) {
            begin("user" + i, Shown.PASSWORD);
        }
        logins.anyChanged();
        logins.changed(Set.of(id("user71")));
        logins.changed(Set.of(id("user7")));
        workOff();
        assertEquals(List.of(id("user71"), id("user7")), asked.subList(0, 2));
        assertEquals(100, asked.size());
    }

    @Test
    void eachHasItsTurnInTheInterval() {
        for (int i = 0; i < 1200; i++) {
            unchanged("user" + i);
            begin("user" + i, Shown.PASSWORD);
        }
        seconds(1);
        assertEquals(2, asked.size());
        seconds(599);
        assertEquals(1200, asked.size());
        assertEquals(1200, Set.copyOf(asked).size());
    }

    @Test
    void aChangeThatNobodyTellsIsSeenInTheInterval() {
        begin("anna", Shown.PASSWORD);
        is("anna", account("anna", AccountState.DISABLED, BEFORE));
        seconds(600);
        assertEquals(List.of("anna DISABLED"), ended);
    }

    @Test
    void whoCannotBeAskedEndsNothingAndIsAskedAgain() {
        begin("anna", Shown.PASSWORD);
        logins.changed(Set.of(id("anna")));
        workOff();
        assertEquals(List.of(), ended);
        seconds(10);
        assertEquals(2, asked.size());
        directory.put(id("anna"), new Standing.Gone());
        seconds(10);
        assertEquals(List.of("anna GONE"), ended);
    }

    @Test
    void anEntryAtFaultEndsNothing() {
        begin("anna", Shown.PASSWORD);
        directory.put(id("anna"), new Standing.Faulty());
        logins.changed(Set.of(id("anna")));
        workOff();
        seconds(20);
        assertEquals(List.of(), ended);
        assertEquals(1, asked.size());
    }

    /** An entry that the directory has named and has not is deleted; one that it only has not may be lost to sight. */
    @Test
    void whetherTheDirectoryHasNamedAnAccountIsPassedOn() {
        begin("anna", Shown.PASSWORD);
        begin("bob", Shown.PASSWORD);
        logins.anyChanged();
        logins.changed(Set.of(id("bob")));
        workOff();
        seconds(10);
        assertEquals(Map.of(id("anna"), Cause.TURN, id("bob"), Cause.NAMED), causes);
    }

    @Test
    void whoHasNoSessionAnyMoreIsNotAskedAbout() {
        Login first = begin("anna", Shown.PASSWORD);
        Login second = begin("anna", Shown.VOUCHED);
        Login third = begin("anna", Shown.PASSWORD);
        second.over();
        first.over();
        assertEquals(1, logins.end(id("anna")));
        assertEquals(List.of("anna REVOKED"), ended);
        assertEquals(0, logins.end(id("anna")), "ended already");
        third.over();
        logins.anyChanged();
        seconds(600);
        assertEquals(List.of(), asked);
    }

    @Test
    void aLoginThatWasAskedAboutBeforeAChangeIsLookedAt() {
        long before = logins.moment();
        is("anna", account("anna", AccountState.DISABLED, BEFORE));
        logins.changed(Set.of(id("anna")));
        workOff();
        assertTrue(asked.isEmpty());
        logins.begin(granted("anna", BEFORE), new Claim(Service.IMAP, before), why -> ended.add("anna " + why));
        workOff();
        assertEquals(List.of("anna DISABLED"), ended);
    }
}
