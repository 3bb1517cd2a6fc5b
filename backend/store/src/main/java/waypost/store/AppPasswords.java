package waypost.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import waypost.identity.AppPassword;

/**
 * The app passwords of an account, each a property of its own that never changes; on which day it was last used is another. Kept is a salted SHA-256 of the secret: with its 80 random
 * bits nobody finds it by trying, so a slow hash would only slow log-ins, and the salt has a thousand stolen hashes be a thousand searches. What is read is
 * durable; what changes is durable when the method returns. Safe for threads.
 */
public final class AppPasswords {
    /** Of an account, at most. */
    public static final int MOST = 100;

    /** Characters of a label, at most. */
    public static final int LABEL = 100;

    private static final String PREFIX = "app-password/";
    private static final String USED = "app-password-used/";
    private static final int SALT = 16;

    private final AccountProperties properties;

    AppPasswords(AccountProperties properties) {
        this.properties = properties;
    }

    /**
     * One of them.
     *
     * @param used the last day (UTC) on which it was
     */
    public record Kept(String id, String label, AppScope scope, Instant created, Optional<LocalDate> used) {}

    /** What is to be said of one that somebody shows. */
    public enum Checked {
        GOOD,
        /** There is none by its id, or the secret is another. */
        WRONG,
        EXPIRED,
        /** It is right, but not for this service, or not from there. */
        OUT_OF_SCOPE
    }

    /** Makes one; it cannot be seen again. Refused when the label is empty, long or has control characters, and when there are {@link #MOST} already. */
    public Outcome<AppPassword> add(String label, AppScope scope, Instant now, RandomGenerator random)
            throws IOException {
        if (label.isBlank() || label.length() > LABEL || label.codePoints().anyMatch(Character::isISOControl)) {
            return Outcome.refused(Outcome.Reason.INVALID_NAME);
        }
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return properties.edit(draft -> {
            Set<String> taken = ids(draft.all(PropertyKind.SECRET, PropertyKey.ACCOUNT));
            if (taken.size() >= MOST) {
                return Outcome.refused(Outcome.Reason.PROPERTY_LIMIT);
            }
            AppPassword made = AppPassword.random(random);
            while (taken.contains(made.id())) {
                made = AppPassword.random(random);
            }
            PropertyFields fields = new PropertyFields().with("label", label).with("created", now.getEpochSecond());
            scope.write(fields);
            fields.with("salt", HexFormat.of().formatHex(salt)).with("sha-256", digest(salt, made));
            AppPassword result = made;
            return draft.change(new PropertyChange.Set(key(made.id()), fields.value()))
                    .map(_ -> result);
        });
    }

    /** In the order of their making. */
    public List<Kept> all() throws IOException {
        List<Kept> all = new ArrayList<>();
        for (Property property : properties.all(PropertyKind.SECRET, PropertyKey.ACCOUNT)) {
            if (property.key().name().startsWith(PREFIX)) {
                kept(property).ifPresent(all::add);
            }
        }
        all.sort(Comparator.comparing(Kept::created).thenComparing(Kept::id));
        return List.copyOf(all);
    }

    /** The ids of those that are not past their time. */
    public Set<String> standing(Instant now) throws IOException {
        return all().stream()
                .filter(kept -> !kept.scope().expired(now))
                .map(Kept::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Answers whether it was there. */
    public Outcome<Boolean> revoke(String id) throws IOException {
        return properties.edit(Change.Growth.ESSENTIAL, draft -> switch (draft.change(
                new PropertyChange.Remove(key(id)))) {
            case Outcome.Done<Boolean>(Boolean there) ->
                draft.change(new PropertyChange.Remove(usedKey(id))).map(_ -> there);
            case Outcome.Refused<Boolean> refused -> refused;
        });
    }

    /** Whether one is right, and good for that; the first time on a day this is written down. */
    public Checked check(AppPassword shown, AppScope.Use use) throws IOException {
        Optional<Property> property = properties.get(key(shown.id()));
        Optional<Kept> kept = property.isPresent() ? kept(property.get()) : Optional.empty();
        if (property.isEmpty()
                || kept.isEmpty()
                || !matches(PropertyFields.of(property.get().value()), shown)) {
            return Checked.WRONG;
        }
        if (kept.get().scope().expired(use.at())) {
            return Checked.EXPIRED;
        }
        if (!kept.get().scope().covers(use)) {
            return Checked.OUT_OF_SCOPE;
        }
        used(kept.get(), day(use.at()));
        return Checked.GOOD;
    }

    /** What cannot be written down, as the volume is full, is not. */
    private void used(Kept kept, LocalDate today) throws IOException {
        if (!kept.used().equals(Optional.of(today))) {
            var change = new PropertyChange.Set(usedKey(kept.id()), PropertyValue.of(today.toString()));
            var _ = properties.edit(
                    Change.Growth.ESSENTIAL,
                    draft -> draft.get(key(kept.id())).isPresent() ? draft.change(change) : Outcome.done(false));
        }
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** Empty if it cannot be read: then nobody gets in by it. */
    private Optional<Kept> kept(Property property) throws IOException {
        String id = property.key().name().substring(PREFIX.length());
        Optional<Property> used = properties.get(usedKey(id));
        try {
            PropertyFields fields = PropertyFields.of(property.value());
            return Optional.of(new Kept(
                    id,
                    fields.text("label"),
                    AppScope.read(fields),
                    Instant.ofEpochSecond(fields.number("created")),
                    used.map(day -> LocalDate.parse(day.value().text()))));
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean matches(PropertyFields fields, AppPassword shown) {
        byte[] salt = HexFormat.of().parseHex(fields.field("salt").orElse(""));
        return MessageDigest.isEqual(
                digest(salt, shown).getBytes(StandardCharsets.US_ASCII),
                fields.field("sha-256").orElse("").getBytes(StandardCharsets.US_ASCII));
    }

    private static String digest(byte[] salt, AppPassword password) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            return HexFormat.of().formatHex(sha.digest(password.secret().value().getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private static Set<String> ids(List<Property> secrets) {
        return secrets.stream()
                .map(secret -> secret.key().name())
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()))
                .collect(Collectors.toSet());
    }

    private static PropertyKey key(String id) {
        return new PropertyKey(PropertyKind.SECRET, PropertyKey.ACCOUNT, PREFIX + id);
    }

    private static PropertyKey usedKey(String id) {
        return new PropertyKey(PropertyKind.SETTING, PropertyKey.ACCOUNT, USED + id);
    }
}
