package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static waypost.store.AppPasswords.Checked.EXPIRED;
import static waypost.store.AppPasswords.Checked.GOOD;
import static waypost.store.AppPasswords.Checked.OUT_OF_SCOPE;
import static waypost.store.AppPasswords.Checked.WRONG;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.config.Network;
import waypost.identity.AccountId;
import waypost.identity.AppPassword;
import waypost.identity.Secret;
import waypost.identity.TransferId;

class AppPasswordsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T06:00:00Z");

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(20_261_130);
    private StoreFixture fixture;
    private Store store;
    private AccountId id;

    @BeforeEach
    void create() throws IOException {
        fixture = new StoreFixture(folder);
        store = fixture.open();
        id = fixture.create(store, "alice");
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private Account account() throws IOException {
        return store.accounts().open(id).orElseThrow();
    }

    private AppPasswords passwords() throws IOException {
        return account().appPasswords();
    }

    private AppPassword made(String label, AppScope scope) throws IOException {
        return Results.done(passwords().add(label, scope, NOW, random));
    }

    private static AppScope.Use use(String service, String from, Instant at) {
        try {
            return new AppScope.Use(service, InetAddress.getByName(from), at);
        } catch (UnknownHostException literal) {
            throw new IllegalStateException(literal);
        }
    }

    private static AppScope.Use use() {
        return use("imap", "192.0.2.1", NOW);
    }

    private static AppScope scope(String services, String networks) {
        return new AppScope(
                services.isEmpty() ? Set.of() : Set.of(services.split(" ")),
                networks.isEmpty()
                        ? List.of()
                        : List.of(networks.split(" ")).stream()
                                .flatMap(network -> Network.of(network).stream())
                                .toList(),
                Optional.empty());
    }

    @ParameterizedTest(name = "for [{0}] from [{1}]: {2} from {3} is {4}")
    @CsvSource(
            value = {
                "|                          | imap       | 192.0.2.1    | GOOD",
                "|                          | submission | 2001:db8::1  | GOOD",
                "imap            |          | imap       | 192.0.2.1    | GOOD",
                "imap            |          | pop3       | 192.0.2.1    | OUT_OF_SCOPE",
                "imap submission |          | submission | 192.0.2.1    | GOOD",
                "imap submission |          | sieve      | 192.0.2.1    | OUT_OF_SCOPE",
                "imap submission |          | web        | 192.0.2.1    | OUT_OF_SCOPE",
                "| 192.0.2.0/24             | pop3       | 192.0.2.255  | GOOD",
                "| 192.0.2.0/24             | pop3       | 192.0.3.0    | OUT_OF_SCOPE",
                "| 192.0.2.0/24             | pop3       | 2001:db8::1  | OUT_OF_SCOPE",
                "| 10.0.0.0/8 2001:db8::/32 | imap       | 2001:db8::1  | GOOD",
                "| 192.0.2.7                | imap       | 192.0.2.7    | GOOD",
                "| 192.0.2.7                | imap       | 192.0.2.8    | OUT_OF_SCOPE",
                "imap | 192.0.2.0/24        | imap       | 192.0.2.1    | GOOD",
                "imap | 192.0.2.0/24        | imap       | 198.51.100.1 | OUT_OF_SCOPE",
                "imap | 192.0.2.0/24        | pop3       | 192.0.2.1    | OUT_OF_SCOPE",
            },
            delimiter = '|')
    void whatItIsFor(
            @Nullable String services,
            @Nullable String networks,
            String service,
            String from,
            AppPasswords.Checked expected)
            throws IOException {
        AppScope scope = scope(services == null ? "" : services, networks == null ? "" : networks);
        AppPassword password = made("phone", scope);
        assertEquals(expected, passwords().check(password, use(service, from, NOW)));
    }

    @Test
    void onlyTheRightSecretOfTheRightAccountIsGood() throws IOException {
        AppPassword password = made("phone", AppScope.ALL);
        AppPassword other = made("desk", AppScope.ALL);
        AppPasswords ofBob = store.accounts()
                .open(fixture.create(store, "bob"))
                .orElseThrow()
                .appPasswords();
        assertEquals(GOOD, passwords().check(password, use()));
        assertEquals(WRONG, passwords().check(new AppPassword(password.id(), other.secret()), use()));
        assertEquals(WRONG, passwords().check(new AppPassword("zzzz", password.secret()), use()));
        assertEquals(WRONG, ofBob.check(password, use()));
    }

    @Test
    void atItsTimeItIsOver() throws IOException {
        Instant end = NOW.plus(Duration.ofDays(30));
        AppPassword password = made("guest", new AppScope(Set.of(), List.of(), Optional.of(end)));
        assertEquals(GOOD, passwords().check(password, use("imap", "192.0.2.1", end.minusSeconds(1))));
        assertEquals(EXPIRED, passwords().check(password, use("imap", "192.0.2.1", end)));
        assertEquals(Set.of(password.id()), passwords().standing(end.minusSeconds(1)));
        assertEquals(Set.of(), passwords().standing(end));
        AppPassword wrong = new AppPassword(password.id(), new Secret("-aaaa-aaaa-aaaa-aaaa"));
        assertEquals(WRONG, passwords().check(wrong, use("imap", "192.0.2.1", end)), "who is wrong learns nothing");
    }

    @Test
    void aRevokedOneIsGone() throws IOException {
        AppPassword password = made("phone", AppScope.ALL);
        assertEquals(GOOD, passwords().check(password, use()));
        assertEquals(true, Results.done(passwords().revoke(password.id())));
        assertEquals(false, Results.done(passwords().revoke(password.id())));
        assertEquals(WRONG, passwords().check(password, use()));
        assertEquals(List.of(), passwords().all());
        assertEquals(List.of(), account().properties().all(PropertyKind.SETTING), "and so is when it was used");
    }

    @Test
    void whenItWasUsedIsWrittenOnceADay() throws IOException {
        AppPassword password = made("phone", AppScope.ALL);
        assertEquals(Optional.empty(), passwords().all().getFirst().used());
        assertEquals(GOOD, passwords().check(password, use()));
        long modseq = account().numbers().modseq();
        assertEquals(GOOD, passwords().check(password, use("imap", "192.0.2.1", NOW.plus(Duration.ofHours(17)))));
        assertEquals(modseq, account().numbers().modseq());
        assertEquals(
                Optional.of(LocalDate.parse("2026-11-30")),
                passwords().all().getFirst().used());
        assertEquals(GOOD, passwords().check(password, use("imap", "192.0.2.1", NOW.plus(Duration.ofDays(1)))));
        assertEquals(
                Optional.of(LocalDate.parse("2026-12-01")),
                passwords().all().getFirst().used());
        assertEquals(WRONG, passwords().check(new AppPassword("zzzz", password.secret()), use()));
        assertEquals(modseq + 1, account().numbers().modseq());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\0b"})
    void noLabels(String label) throws IOException {
        assertEquals(Outcome.Reason.INVALID_NAME, Results.refused(passwords().add(label, AppScope.ALL, NOW, random)));
        assertEquals(
                Outcome.Reason.INVALID_NAME,
                Results.refused(passwords().add("x".repeat(AppPasswords.LABEL + 1), AppScope.ALL, NOW, random)));
    }

    @Test
    void anAccountHasSoManyAndNoMore() throws IOException {
        for (int i = 0; i < AppPasswords.MOST; i++) {
            made("phone " + i, AppScope.ALL);
        }
        assertEquals(
                Outcome.Reason.PROPERTY_LIMIT, Results.refused(passwords().add("more", AppScope.ALL, NOW, random)));
        assertEquals(AppPasswords.MOST, passwords().all().size());
    }

    /** A rebuilt index, an archive of the account, and whoever looks at either for a secret. */
    @Test
    void theyAreWhereTheirAccountIs() throws IOException {
        AppPassword password = made("T\u00e9l\u00e9phone = 2", scope("imap submission", "10.0.0.0/8 2001:db8::/32"));
        AppScope.Use used = use("imap", "10.1.2.3", NOW);
        assertEquals(GOOD, passwords().check(password, used));
        List<AppPasswords.Kept> before = passwords().all();
        assertEquals("T\u00e9l\u00e9phone = 2", before.getFirst().label());
        byte[] archive = StoreFixture.archive(store, account(), TransferId.random(random));
        store.close();
        fixture.deleteIndex();
        store = fixture.open();
        assertEquals(before, passwords().all());
        assertEquals(GOOD, passwords().check(password, used));

        Account other = fixture.account(store);
        StoreFixture.restore(archive, other);
        assertEquals(before, other.appPasswords().all());
        assertEquals(GOOD, other.appPasswords().check(password, used));
        assertFalse(kept().contains(password.secret().value().substring(1)), "the secret is not kept");
    }

    private String kept() throws IOException {
        List<String> all = new ArrayList<>();
        for (Property property : account().properties().all(PropertyKind.SECRET)) {
            all.add(property.value().text());
        }
        return String.join("\n", all);
    }

    @Test
    void theyGoAlongToAnotherVolume() throws IOException {
        MoveWorld world = new MoveWorld(20_261_130);
        Account before = world.one().volume().account(world.alice());
        AppPassword password = Results.done(before.appPasswords().add("phone", AppScope.ALL, NOW, random));
        Results.done(world.move(world.one(), world.two()));
        world.restart();
        AppPasswords moved = world.two().volume().account(world.alice()).appPasswords();
        assertEquals(GOOD, moved.check(password, use()));
    }

    /** What is not understood lets nobody in. */
    @ParameterizedTest
    @ValueSource(strings = {"", "label=x\n", "label=x\ncreated=1\nservices=\nnetworks=everywhere\nsalt=\nsha-256=\n"})
    void damagedOnesAreNone(String value) throws IOException {
        PropertyKey key = new PropertyKey(PropertyKind.SECRET, PropertyKey.ACCOUNT, "app-password/k3mn");
        Results.done(account().properties().change(List.of(new PropertyChange.Set(key, PropertyValue.of(value)))));
        AppPassword shown =
                AppPassword.of(new Secret("wp-k3mn-aaaa-aaaa-aaaa-aaaa")).orElseThrow();
        assertEquals(WRONG, passwords().check(shown, use()));
        assertEquals(List.of(), passwords().all());
        assertEquals(true, Results.done(passwords().revoke("k3mn")));
    }

    @Test
    void expiredIsSaidBeforeScope() throws IOException {
        AppScope scope = new AppScope(Set.of("pop3"), List.of(), Optional.of(NOW));
        AppPassword password = made("guest", scope);
        assertEquals(EXPIRED, passwords().check(password, use()));
        assertEquals(OUT_OF_SCOPE, passwords().check(password, use("imap", "192.0.2.1", NOW.minusSeconds(1))));
    }
}
