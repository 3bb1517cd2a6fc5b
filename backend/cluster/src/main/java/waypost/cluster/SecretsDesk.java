package waypost.cluster;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.AccountId;
import waypost.net.Gatekeeper.LoginRequest;
import waypost.protocol.link.SecretsAsked;
import waypost.protocol.link.SecretsOf;
import waypost.protocol.link.SecretsSaid;
import waypost.protocol.login.Forwarded;
import waypost.store.Account;
import waypost.store.AppPasswords;
import waypost.store.AppScope;
import waypost.store.Outcome;
import waypost.store.Store;

/**
 * Says what the accounts of this node have by which their users prove themselves. Who shows codes has shown the right password before, so many wrong
 * ones mean that somebody else knows it: then codes of that account are not looked at for some time, right or wrong. Any thread; blocks.
 */
public final class SecretsDesk {
    /** Wrong codes of an account in an hour: of a million codes three are right, so it takes four years of them until one is. */
    static final int WRONG_CODES = 10;

    private static final Logger LOG = LoggerFactory.getLogger("waypost.login");
    private static final Duration HOUR = Duration.ofHours(1);

    private final AccountResolver resolver;
    private final Store store;
    private final InstantSource clock;
    private final Map<AccountId, Wrong> wrong = new ConcurrentHashMap<>();

    private record Wrong(Instant since, int codes) {
        boolean over(Instant now) {
            return !now.isBefore(since.plus(HOUR));
        }

        Wrong and(int more) {
            return new Wrong(since, codes + more);
        }
    }

    public SecretsDesk(AccountResolver resolver, Store store, InstantSource clock) {
        this.resolver = resolver;
        this.store = store;
        this.clock = clock;
    }

    public SecretsSaid answer(SecretsOf whose, SecretsAsked asked) {
        return switch (resolver.resolve(whose.name(), whose.id(), whose.epoch())) {
            case Resolution.Here(var record) -> here(record.id(), asked);
            case Resolution.Elsewhere(var where) -> new SecretsSaid.Elsewhere(where);
            case Resolution.None(var _), Resolution.Stale(var _) -> nothing(asked);
            case Resolution.Unavailable(var why) -> unsure(whose, why);
        };
    }

    /**
     * Whether a user has shown what his account wants, as far as who hands him over says: the last word, behind what that one has remembered or was not
     * there to ask. A front end in this process has asked itself.
     */
    boolean satisfied(AccountId id, LoginRequest request) throws IOException {
        if (!request.peer().internal() || request.forwarded().shown() == Forwarded.Shown.MORE) {
            return true;
        }
        Optional<Account> account = store.accounts().open(id);
        return account.isEmpty() || !account.get().secondFactor().on();
    }

    private SecretsSaid here(AccountId id, SecretsAsked asked) {
        try {
            Optional<Account> account = store.accounts().open(id);
            return account.isPresent() ? of(account.get(), asked) : new SecretsSaid.Unsure();
        } catch (IOException failure) {
            LOG.error("event=secrets-not-read account={}", id, failure);
            return new SecretsSaid.Unsure();
        }
    }

    private SecretsSaid of(Account account, SecretsAsked asked) throws IOException {
        Instant now = clock.instant();
        return switch (asked) {
            case SecretsAsked.Which() ->
                new SecretsSaid.Holds(
                        account.secondFactor().on(), account.appPasswords().standing(now));
            case SecretsAsked.Code(var code) -> code(account, code.value(), now);
            case SecretsAsked.App(var password, var service, var from) ->
                said(account.appPasswords().check(password, new AppScope.Use(service, from, now)));
            case SecretsAsked.Newer() -> new SecretsSaid.Unsure();
        };
    }

    private static SecretsSaid said(AppPasswords.Checked checked) {
        return switch (checked) {
            case GOOD -> new SecretsSaid.Right();
            case WRONG -> new SecretsSaid.Wrong();
            case EXPIRED -> new SecretsSaid.Expired();
            case OUT_OF_SCOPE -> new SecretsSaid.OutOfScope();
        };
    }

    /** A place among the wrong ones is taken before a code is looked at, and given back if it is not wrong: so codes that come together are no more than that. */
    private SecretsSaid code(Account account, String code, Instant now) throws IOException {
        wrong.values().removeIf(past -> past.over(now));
        Optional<Wrong> place = place(account.id(), now);
        return place.isPresent() ? looked(account, code, now, place.get()) : new SecretsSaid.Unsure();
    }

    private SecretsSaid looked(Account account, String code, Instant now, Wrong place) throws IOException {
        boolean isWrong = false;
        try {
            return switch (account.secondFactor().accept(code, now)) {
                case Outcome.Done<Boolean>(Boolean right) when right -> new SecretsSaid.Right();
                case Outcome.Done<Boolean> _ -> {
                    isWrong = true;
                    yield wrongCode(account.id(), place);
                }
                case Outcome.Refused<Boolean>(var why) -> {
                    LOG.warn("event=code-not-checked account={} why={}", account.id(), why);
                    yield new SecretsSaid.Unsure();
                }
            };
        } finally {
            if (!isWrong) {
                giveBack(account.id(), place);
            }
        }
    }

    /** Empty if all are taken. */
    private Optional<Wrong> place(AccountId account, Instant now) {
        boolean[] free = {false};
        Wrong counted = wrong.compute(account, (_, before) -> {
            Wrong lately = before == null || before.over(now) ? new Wrong(now, 0) : before;
            free[0] = lately.codes() < WRONG_CODES;
            return free[0] ? lately.and(1) : lately;
        });
        return Optional.of(counted).filter(_ -> free[0]);
    }

    private void giveBack(AccountId account, Wrong place) {
        wrong.computeIfPresent(account, (_, now) -> now.since().equals(place.since()) ? now.and(-1) : now);
    }

    private static SecretsSaid wrongCode(AccountId account, Wrong place) {
        if (place.codes() == WRONG_CODES) {
            LOG.warn(
                    "event=codes-guessed account={} why=\"the password is right, and {} codes were not\"",
                    account,
                    WRONG_CODES);
        }
        return new SecretsSaid.Wrong();
    }

    private static SecretsSaid nothing(SecretsAsked asked) {
        return switch (asked) {
            case SecretsAsked.Which() -> SecretsSaid.Holds.NOTHING;
            case SecretsAsked.Code(var _), SecretsAsked.App(var _, var _, var _) -> new SecretsSaid.Wrong();
            case SecretsAsked.Newer() -> new SecretsSaid.Unsure();
        };
    }

    private static SecretsSaid unsure(SecretsOf whose, String why) {
        LOG.warn("event=secrets-unavailable account={} why=\"{}\"", whose.name(), why);
        return new SecretsSaid.Unsure();
    }
}
