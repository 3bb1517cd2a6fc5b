package waypost.store;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * The second factor of an account, if it has one: the key of an authenticator, and the last of its codes that was accepted, which are properties. What is read is durable; what changes is
 * durable when the method returns, so that a code which was good once is not again, whatever happens. Safe for threads.
 */
public final class SecondFactor {
    private static final PropertyKey KEY = new PropertyKey(PropertyKind.SECRET, PropertyKey.ACCOUNT, "totp");
    private static final PropertyKey ACCEPTED =
            new PropertyKey(PropertyKind.SETTING, PropertyKey.ACCOUNT, "totp-accepted");

    /** The step of a key that has not accepted any code. */
    private static final long NONE = Long.MIN_VALUE / 2;

    private final AccountProperties properties;

    SecondFactor(AccountProperties properties) {
        this.properties = properties;
    }

    /** Whether a password alone is not enough. */
    public boolean on() throws IOException {
        return properties.get(KEY).isPresent();
    }

    /** Since when there is one; empty if there is none. */
    public Optional<Instant> since() throws IOException {
        return properties
                .get(KEY)
                .map(key -> Instant.ofEpochSecond(PropertyFields.of(key.value()).number("since")));
    }

    /** Makes one, which cannot be seen again; answers none if the account has one already. */
    public Outcome<Optional<TotpKey>> enable(Instant now, RandomGenerator random) throws IOException {
        return properties.edit(draft -> {
            if (draft.get(KEY).isPresent()) {
                return Outcome.done(Optional.empty());
            }
            TotpKey key = TotpKey.random(random);
            PropertyFields fields =
                    new PropertyFields().with("since", now.getEpochSecond()).with("key", key.hex());
            return draft.change(new PropertyChange.Set(KEY, fields.value())).map(_ -> Optional.of(key));
        });
    }

    /** Answers whether there was one. */
    public Outcome<Boolean> disable() throws IOException {
        return properties
                .change(List.of(new PropertyChange.Remove(KEY), new PropertyChange.Remove(ACCEPTED)))
                .map(changed -> changed > 0);
    }

    /** Whether this is the code of now, or of the step before or behind it, and none so late was accepted before. */
    public Outcome<Boolean> accept(String code, Instant now) throws IOException {
        return properties.edit(Change.Growth.ESSENTIAL, draft -> {
            Optional<Property> key = draft.get(KEY);
            if (key.isEmpty()) {
                return Outcome.done(false);
            }
            OptionalLong step = TotpKey.ofHex(
                            PropertyFields.of(key.get().value()).text("key"))
                    .match(code, now, accepted(draft));
            return step.isEmpty()
                    ? Outcome.done(false)
                    : draft.change(new PropertyChange.Set(ACCEPTED, PropertyValue.of(Long.toString(step.getAsLong()))));
        });
    }

    private static long accepted(PropertyDraft draft) throws IOException {
        return draft.get(ACCEPTED)
                .map(step -> Long.parseLong(step.value().text()))
                .orElse(NONE);
    }
}
