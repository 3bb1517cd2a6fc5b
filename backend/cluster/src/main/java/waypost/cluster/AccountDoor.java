package waypost.cluster;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.AccountId;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.net.Gatekeeper.LoginRequest;
import waypost.net.Verdict;
import waypost.protocol.ServedSession;
import waypost.protocol.login.Refusal;

/**
 * Lets users who have proved themselves in to their accounts, by one protocol: serves those that are here, refers the others to their
 * nodes. Any thread; never blocks.
 */
public final class AccountDoor {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.login");

    private final AccountResolver resolver;
    private final SecretsDesk secrets;
    private final SessionFactory sessions;
    private final SessionCount count;
    private final Executor blocking;

    /**
     * A door of one protocol.
     *
     * @param secrets of the accounts, which may want users to have shown more than a password
     * @param count of all doors of this node
     * @param blocking runs each task on a virtual thread
     */
    public AccountDoor(
            AccountResolver resolver,
            SecretsDesk secrets,
            SessionFactory sessions,
            SessionCount count,
            Executor blocking) {
        this.resolver = resolver;
        this.secrets = secrets;
        this.sessions = sessions;
        this.count = count;
        this.blocking = blocking;
    }

    /**
     * Whether a session can be served here.
     *
     * @param id of the directory, if the asker knows it
     * @param epoch that he came with, or 0
     * @param limits that the directory gives the account, if he says so
     */
    public CompletionStage<Verdict> admit(
            AccountName name,
            Optional<DirectoryId> id,
            long epoch,
            Optional<AccountLimits> limits,
            LoginRequest request) {
        return CompletableFuture.supplyAsync(
                () -> verdict(
                        name,
                        id.map(known -> resolver.resolve(name, known, epoch))
                                .orElseGet(() -> resolver.resolve(name.toString())),
                        limits,
                        request),
                blocking);
    }

    private Verdict verdict(
            AccountName name, Resolution resolution, Optional<AccountLimits> limits, LoginRequest request) {
        return switch (resolution) {
            case Resolution.Here(var account) -> serve(new Admitted(account, name, limits, request));
            case Resolution.Elsewhere(var where) -> new Verdict.Refer(where);
            case Resolution.None(var why) -> {
                LOG.info("event=login-refused session={} account={} why={}", request.session(), name, why);
                yield new Verdict.Refuse(Refusal.DISABLED);
            }
            case Resolution.Stale(var why) -> {
                LOG.info("event=login-stale session={} account={} why=\"{}\"", request.session(), name, why);
                yield new Verdict.Refuse(Refusal.STALE);
            }
            case Resolution.Unavailable(var why) -> {
                LOG.warn("event=login-unavailable session={} account={} why=\"{}\"", request.session(), name, why);
                yield new Verdict.Refuse(Refusal.UNAVAILABLE);
            }
        };
    }

    private Verdict serve(Admitted admitted) {
        AccountId account = admitted.account().id();
        if (!count.enter(account, admitted.limits().orElse(AccountLimits.NONE).sessions())) {
            LOG.warn(
                    "event=login-refused session={} account={} why=\"too many sessions\"",
                    admitted.request().session(),
                    admitted.name());
            return new Verdict.Refuse(Refusal.LIMIT);
        }
        try {
            if (!secrets.satisfied(account, admitted.request())) {
                count.leave(account);
                return new Verdict.Refuse(Refusal.SECOND_FACTOR);
            }
            Verdict.Serve opened = sessions.open(admitted);
            return new Verdict.Serve(() -> session(account, opened), opened.capabilities());
        } catch (IOException failure) {
            count.leave(account);
            LOG.error("event=account-not-opened account={}", account, failure);
            return new Verdict.Refuse(Refusal.UNAVAILABLE);
        } catch (RuntimeException bug) {
            count.leave(account);
            throw bug;
        }
    }

    private ServedSession session(AccountId account, Verdict.Serve opened) {
        try {
            return count.counted(account, opened.session().get());
        } catch (RuntimeException bug) {
            count.leave(account);
            throw bug;
        }
    }
}
