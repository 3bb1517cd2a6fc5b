package waypost.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The Sieve scripts of an account (RFC 5804): by name, and one of them active at most. They are properties, so who watches the account hears of them. What
 * is read is durable; what changes is durable when the method returns. Safe for threads.
 */
public final class SieveScripts {
    private static final PropertyKey ACTIVE =
            new PropertyKey(PropertyKind.ACTIVE_SCRIPT, PropertyKey.ACCOUNT, "active");

    private final AccountProperties properties;

    SieveScripts(AccountProperties properties) {
        this.properties = properties;
    }

    /**
     * A script as it is kept.
     *
     * @param modseq of its last change
     */
    public record Script(String name, boolean active, long modseq, PropertyValue text) {}

    /** What has become of a change. */
    public enum Result {
        DONE,
        NO_SUCH_SCRIPT,
        /** Another script has the name. */
        SCRIPT_EXISTS,
        /** The active one is not deleted (RFC 5804 §2.10). */
        SCRIPT_ACTIVE
    }

    /** In the order of their names. */
    public List<Script> all() throws IOException {
        while (true) {
            Optional<String> active = activeName();
            List<Property> scripts = properties.all(PropertyKind.SCRIPT, PropertyKey.ACCOUNT);
            if (active.equals(activeName())) {
                return scripts.stream().map(script -> script(script, active)).toList();
            }
        }
    }

    public Optional<Script> get(String name) throws IOException {
        Optional<String> active = activeName();
        return properties.get(key(name)).map(script -> script(script, active));
    }

    /** The one that mail goes through. */
    public Optional<Script> active() throws IOException {
        while (true) {
            Optional<String> name = activeName();
            Optional<Property> script = name.isPresent() ? properties.get(key(name.get())) : Optional.empty();
            if (script.isPresent() || name.equals(activeName())) {
                return script.map(found -> script(found, name));
            }
        }
    }

    /** Keeps a script in place of one of that name, which stays active if it was (RFC 5804 §2.6). */
    public Outcome<Result> put(String name, PropertyValue text) throws IOException {
        return valid(name)
                ? properties.edit(draft -> done(draft.change(new PropertyChange.Set(key(name), text))))
                : Outcome.refused(Outcome.Reason.INVALID_NAME);
    }

    /** Makes it the active one, and no other (RFC 5804 §2.8). */
    public Outcome<Result> activate(String name) throws IOException {
        return properties.edit(draft ->
                draft.get(key(name)).isEmpty() ? Outcome.done(Result.NO_SUCH_SCRIPT) : done(point(draft, name)));
    }

    /** No script is active any more. */
    public Outcome<Result> deactivate() throws IOException {
        return properties.change(List.of(new PropertyChange.Remove(ACTIVE))).map(_ -> Result.DONE);
    }

    public Outcome<Result> delete(String name) throws IOException {
        return properties.edit(Change.Growth.ESSENTIAL, draft -> {
            if (isActive(draft, name)) {
                return Outcome.done(Result.SCRIPT_ACTIVE);
            }
            return draft.change(new PropertyChange.Remove(key(name)))
                    .map(gone -> gone ? Result.DONE : Result.NO_SUCH_SCRIPT);
        });
    }

    /** The active one stays active (RFC 5804 §2.11.1). */
    public Outcome<Result> rename(String from, String to) throws IOException {
        return valid(to)
                ? properties.edit(draft -> rename(draft, from, to))
                : Outcome.refused(Outcome.Reason.INVALID_NAME);
    }

    private static Outcome<Result> rename(PropertyDraft draft, String from, String to) throws IOException {
        Optional<Property> script = draft.get(key(from));
        if (script.isEmpty()) {
            return Outcome.done(Result.NO_SUCH_SCRIPT);
        }
        if (draft.get(key(to)).isPresent()) {
            return Outcome.done(Result.SCRIPT_EXISTS);
        }
        boolean active = isActive(draft, from);
        Outcome<Boolean> changed = draft.change(new PropertyChange.Remove(key(from)));
        if (changed instanceof Outcome.Done<Boolean>) {
            changed = draft.change(new PropertyChange.Set(key(to), script.get().value()));
        }
        return done(active && changed instanceof Outcome.Done<Boolean> ? point(draft, to) : changed);
    }

    private static Outcome<Boolean> point(PropertyDraft draft, String name) throws IOException {
        return draft.change(new PropertyChange.Set(ACTIVE, PropertyValue.of(name)));
    }

    private static boolean isActive(PropertyDraft draft, String name) throws IOException {
        return draft.get(ACTIVE)
                        .filter(active -> active.value().text().equals(name))
                        .isPresent()
                && draft.get(key(name)).isPresent();
    }

    private static Outcome<Result> done(Outcome<Boolean> changed) {
        return changed.map(_ -> Result.DONE);
    }

    private Optional<String> activeName() throws IOException {
        return properties.get(ACTIVE).map(active -> active.value().text());
    }

    private static Script script(Property script, Optional<String> active) {
        String name = script.key().name();
        return new Script(name, active.equals(Optional.of(name)), script.modseq(), script.value());
    }

    /** RFC 5804 §1.6. */
    private static boolean valid(String name) {
        return name.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
    }

    private static PropertyKey key(String name) {
        return new PropertyKey(PropertyKind.SCRIPT, PropertyKey.ACCOUNT, name);
    }
}
