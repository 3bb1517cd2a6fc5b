package waypost.mapping;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/** A log-in on which a session rests, in the list of its account's. Small, as there are as many as sessions. Any thread. */
final class LiveLogin implements Logins.Login {
    private final LiveLogins among;
    private final DirectoryId id;
    private final AccountName name;
    private final Generation generation;
    private final Service service;
    private final Logins.Shown shown;
    private final Consumer<Logins.Ended> end;
    private boolean ended;
    private @Nullable LiveLogin next;

    LiveLogin(LiveLogins among, Answer.Granted granted, Logins.Claim claim, Consumer<Logins.Ended> end) {
        this.among = among;
        this.id = granted.directoryId();
        this.name = granted.basis().login();
        this.generation = granted.basis().generation();
        this.service = claim.service();
        this.shown = granted.basis().shown().orElseThrow();
        this.end = end;
    }

    DirectoryId id() {
        return id;
    }

    /** That was given. */
    AccountName name() {
        return name;
    }

    /** The one behind it in the list. Under the lock of the list. */
    @Nullable
    LiveLogin next() {
        return next;
    }

    void next(@Nullable LiveLogin behind) {
        next = behind;
    }

    /** Why it stands no more, if the account is now so. */
    Optional<Logins.Ended> judged(Account now) {
        return switch (now.state()) {
            case DISABLED, LOCKED -> Optional.of(Logins.Ended.DISABLED);
            case EXPIRED, MUST_CHANGE -> Optional.of(Logins.Ended.EXPIRED);
            // who guesses passwords ends nobody's session, and hours are for coming in
            case ACTIVE, LOCKED_OUT, HOURS -> admitted(now);
        };
    }

    private Optional<Logins.Ended> admitted(Account now) {
        if (!now.services().contains(service)) {
            return Optional.of(Logins.Ended.SERVICE);
        }
        if (now.generation().revoked() != generation.revoked()) {
            return Optional.of(Logins.Ended.REVOKED);
        }
        return switch (shown) {
            case Logins.Shown.Password(), Logins.Shown.PasswordAndCode() ->
                generation.passwordChanged(now.generation())
                        ? Optional.of(Logins.Ended.PASSWORD_CHANGED)
                        : Optional.empty();
            case Logins.Shown.AppPassword(var _), Logins.Shown.Vouched() -> Optional.empty();
        };
    }

    /** Whether the account's node has a say in it. */
    boolean restsOnNode() {
        return switch (shown) {
            case Logins.Shown.Password(), Logins.Shown.AppPassword(var _) -> true;
            case Logins.Shown.PasswordAndCode(), Logins.Shown.Vouched() -> false;
        };
    }

    /** Why it stands no more, if its account's node now has these. */
    Optional<Logins.Ended> judged(HeldSecrets.Held now) {
        return switch (shown) {
            case Logins.Shown.Password() ->
                now.secondFactor() ? Optional.of(Logins.Ended.SECOND_FACTOR) : Optional.empty();
            case Logins.Shown.AppPassword(var id) ->
                now.appPasswords().contains(id) ? Optional.empty() : Optional.of(Logins.Ended.REVOKED);
            case Logins.Shown.PasswordAndCode(), Logins.Shown.Vouched() -> Optional.empty();
        };
    }

    synchronized boolean stands() {
        return !ended;
    }

    /** Returns whether it stood until now. */
    boolean end(Logins.Ended why) {
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
        }
        end.accept(why);
        return true;
    }

    @Override
    public void over() {
        synchronized (this) {
            ended = true;
        }
        among.remove(this);
    }
}
