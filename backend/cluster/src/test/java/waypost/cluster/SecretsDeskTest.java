package waypost.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.AppPassword;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.Referral;
import waypost.identity.Secret;
import waypost.protocol.link.SecretsAsked;
import waypost.protocol.link.SecretsOf;
import waypost.protocol.link.SecretsSaid;
import waypost.store.Account;
import waypost.store.AppScope;
import waypost.store.FolderRole;
import waypost.store.Outcome;
import waypost.store.Store;
import waypost.store.TotpKey;

/** What a node says of the secrets that its accounts have. */
class SecretsDeskTest {
    private static final NodeName SELF = new NodeName("one");
    private static final AccountName ALICE = new AccountName("alice", "example.net");
    private static final DirectoryId ID = CannedMapping.idOf(ALICE);
    private static final SecretsSaid RIGHT = new SecretsSaid.Right();
    private static final SecretsSaid WRONG = new SecretsSaid.Wrong();
    private static final SecretsSaid UNSURE = new SecretsSaid.Unsure();

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(20_261_130);
    private final CannedMapping mapping = new CannedMapping();
    private final List<AccountId> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-30T06:00:00Z");
    private Store store;
    private SecretsDesk desk;

    @BeforeEach
    void open() {
        store = Stores.open(folder, "one", 1, 1, () -> now);
        store.whenSecretsChange(told::add);
        AccountNames names = new AccountNames(mapping, store);
        Claims claims =
                new Claims(SELF, Set.of(SELF), store, names, (_, _) -> false, new SplittableRandom(1), Claims.LIMIT);
        AccountResolver resolver = new AccountResolver(SELF, Stores.nodes("one", "two"), mapping, store, claims);
        desk = new SecretsDesk(resolver, store, () -> now);
        mapping.account(ALICE, "one");
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private SecretsSaid ask(SecretsAsked asked) {
        return desk.answer(new SecretsOf(ID, ALICE, 0), asked);
    }

    private SecretsSaid which() {
        return ask(new SecretsAsked.Which());
    }

    private SecretsSaid code(String code) {
        return ask(new SecretsAsked.Code(new Secret(code)));
    }

    private SecretsSaid app(AppPassword password, String service) {
        return ask(new SecretsAsked.App(password, service, InetAddress.getLoopbackAddress()));
    }

    private Ownership record() {
        return store.accounts().find(ID).orElseThrow();
    }

    private Account account() throws IOException {
        return store.accounts().open(record().id()).orElseThrow();
    }

    private static <T> T done(Outcome<T> outcome) {
        return outcome instanceof Outcome.Done<T>(T value) ? value : fail(outcome);
    }

    private static <T> T fail(Outcome<T> outcome) {
        throw new AssertionError(outcome);
    }

    private TotpKey enabled() throws IOException {
        assertEquals(SecretsSaid.Holds.NOTHING, which());
        return done(account().secondFactor().enable(now, random)).orElseThrow();
    }

    private String codeOf(TotpKey key) {
        return key.code(now.getEpochSecond() / 30);
    }

    @Test
    void saysWhatThereIs() throws IOException {
        enabled();
        AppPassword password = done(account().appPasswords().add("phone", AppScope.ALL, now, random));
        AppScope soon = new AppScope(Set.of(), List.of(), Optional.of(now.plusSeconds(60)));
        AppPassword guest = done(account().appPasswords().add("guest", soon, now, random));
        assertEquals(new SecretsSaid.Holds(true, Set.of(password.id(), guest.id())), which());
        now = now.plusSeconds(60);
        assertEquals(new SecretsSaid.Holds(true, Set.of(password.id())), which());
    }

    @Test
    void saysWhetherAnAppPasswordIsGood() throws IOException {
        assertEquals(SecretsSaid.Holds.NOTHING, which());
        AppScope imap = new AppScope(Set.of("imap"), List.of(), Optional.of(now.plusSeconds(60)));
        AppPassword password = done(account().appPasswords().add("phone", imap, now, random));
        assertEquals(RIGHT, app(password, "imap"));
        assertEquals(new SecretsSaid.OutOfScope(), app(password, "pop3"));
        assertEquals(WRONG, app(AppPassword.random(random), "imap"));
        now = now.plusSeconds(60);
        assertEquals(new SecretsSaid.Expired(), app(password, "imap"));
        done(account().appPasswords().revoke(password.id()));
        assertEquals(WRONG, app(password, "imap"));
    }

    /** Whoever uses one changes none. */
    @Test
    void tellsWhenSecretsChangeAndOnlyThen() throws IOException {
        TotpKey key = enabled();
        AppPassword password = done(account().appPasswords().add("phone", AppScope.ALL, now, random));
        AccountId id = record().id();
        assertEquals(List.of(id, id), told);
        assertEquals(RIGHT, code(codeOf(key)));
        assertEquals(RIGHT, app(password, "imap"));
        done(account().createFolder("work", FolderRole.NONE));
        assertEquals(2, told.size());
        done(account().appPasswords().revoke(password.id()));
        done(account().secondFactor().disable());
        assertEquals(4, told.size());
    }

    @Test
    void codesAreNotGuessed() throws IOException {
        TotpKey key = enabled();
        for (int i = 0; i < SecretsDesk.WRONG_CODES; i++) {
            assertEquals(WRONG, code("x" + i));
        }
        assertEquals(UNSURE, code("x"));
        assertEquals(UNSURE, code(codeOf(key)), "who is right is not told that he is wrong");
        now = now.plus(Duration.ofMinutes(59));
        assertEquals(UNSURE, code(codeOf(key)));
        now = now.plus(Duration.ofMinutes(1));
        assertEquals(RIGHT, code(codeOf(key)));
    }

    /** A right code takes no place away, and a wrong one none but its own. */
    @Test
    void codesThatAreRightAreNotCounted() throws IOException {
        TotpKey key = enabled();
        for (int i = 1; i < SecretsDesk.WRONG_CODES; i++) {
            assertEquals(WRONG, code("x" + i));
            now = now.plusSeconds(30);
            assertEquals(RIGHT, code(codeOf(key)));
        }
        assertEquals(WRONG, code("x"));
        assertEquals(UNSURE, code("x"));
    }

    @Test
    void codesThatComeTogetherAreNotGuessedEither() throws Exception {
        enabled();
        int many = 10 * SecretsDesk.WRONG_CODES;
        CountDownLatch ready = new CountDownLatch(many);
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<SecretsSaid>> said = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                String code = "x" + i;
                said.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return code(code);
                }));
            }
            int looked = 0;
            for (Future<SecretsSaid> one : said) {
                looked += one.get().equals(WRONG) ? 1 : 0;
            }
            assertEquals(SecretsDesk.WRONG_CODES, looked);
        }
    }

    @Test
    void whoseAccountIsElsewhereIsReferred() throws IOException {
        assertEquals(SecretsSaid.Holds.NOTHING, which());
        NodeName two = new NodeName("two");
        Ownership here = record();
        store.accounts().put(here.with(2, new Ownership.State.MovedTo(two, 7)));
        assertEquals(new SecretsSaid.Elsewhere(new Referral(here.id(), two, 2)), which());
    }

    @Test
    void aDeletedAccountHasNothing() throws IOException {
        assertEquals(SecretsSaid.Holds.NOTHING, which());
        store.accounts().put(record().with(1, new Ownership.State.Gone()));
        assertEquals(SecretsSaid.Holds.NOTHING, which());
        assertEquals(WRONG, code("123456"));
        assertEquals(WRONG, app(AppPassword.random(random), "imap"));
    }

    @Test
    void whatIsNotKnownIsNotSaid() {
        mapping.account(ALICE, "two");
        assertEquals(UNSURE, which());
    }
}
