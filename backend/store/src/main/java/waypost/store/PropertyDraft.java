package waypost.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import waypost.store.Outcome.Reason;
import waypost.store.StateRecord.PropertyGone;
import waypost.store.StateRecord.PropertyState;

/** The properties of an account as a commit finds and leaves them. Holds only while the commit is being prepared. One thread. */
public final class PropertyDraft {
    /** Of an account and its folders together, at most. */
    public static final int PROPERTIES = 10_000;

    /** Octets of their names and values together, at most. */
    public static final long PROPERTIES_OCTETS = 64L << 20;

    private final Draft draft;

    PropertyDraft(Draft draft) {
        this.draft = draft;
    }

    public Optional<Property> get(PropertyKey key) throws IOException {
        return state(key).map(PropertyState::property);
    }

    /** In the order of their names. */
    public List<Property> all(PropertyKind kind, int folderId) throws IOException {
        SortedMap<String, Property> all = new TreeMap<>();
        for (PropertyState stored : AccountReads.properties(draft.head().table(), draft.account(), kind, folderId)) {
            all.put(stored.key().name(), stored.property());
        }
        for (Map<PropertyKey, StateRecord> changed : List.of(draft.pendingProperties(), draft.properties())) {
            changed.forEach((key, state) -> {
                if (key.kind() == kind && key.folderId() == folderId) {
                    there(state)
                            .ifPresentOrElse(now -> all.put(key.name(), now.property()), () -> all.remove(key.name()));
                }
            });
        }
        return List.copyOf(all.values());
    }

    /** Answers whether that changed anything. */
    public Outcome<Boolean> change(PropertyChange change) throws IOException {
        PropertyKey key = change.key();
        if (key.folderId() != PropertyKey.ACCOUNT
                && draft.folder(key.folderId()).isEmpty()) {
            return Outcome.refused(Reason.NO_SUCH_FOLDER);
        }
        Optional<PropertyState> before = state(key);
        return switch (change) {
            case PropertyChange.Set(var _, PropertyValue value) -> set(before, key, value);
            case PropertyChange.Remove _ -> {
                before.ifPresent(there -> draft.put(there, new PropertyGone(draft.account(), draft.modseq(), key)));
                yield Outcome.done(before.isPresent());
            }
        };
    }

    private Outcome<Boolean> set(Optional<PropertyState> before, PropertyKey key, PropertyValue value) {
        if (!key.valid()) {
            return Outcome.refused(Reason.INVALID_NAME);
        }
        if (value.length() > PropertyValue.OCTETS) {
            return Outcome.refused(Reason.PROPERTY_TOO_LARGE);
        }
        if (before.filter(there -> there.value().equals(value)).isPresent()) {
            return Outcome.done(false);
        }
        PropertyState after = new PropertyState(draft.account(), draft.modseq(), key, value);
        StoredCounts all = draft.counts(StoredCounts.PROPERTIES).plus(StoredCounts.of(after));
        all = before.isPresent() ? all.minus(StoredCounts.of(before.get())) : all;
        if (all.messages() > PROPERTIES || all.octets() > PROPERTIES_OCTETS) {
            return Outcome.refused(Reason.PROPERTY_LIMIT);
        }
        draft.put(before, after);
        return Outcome.done(true);
    }

    /**
     * What a search folder looks for; refused for any other folder.
     *
     * @param criterion empty: nothing
     */
    public Outcome<Boolean> search(int folderId, Optional<Criterion> criterion) throws IOException {
        return SearchFolders.define(draft, folderId, criterion);
    }

    /** Those of the folder go with it. */
    void removeAll(int folderId) throws IOException {
        for (PropertyKind kind : PropertyKind.values()) {
            for (Property property : all(kind, folderId)) {
                change(new PropertyChange.Remove(property.key()));
            }
        }
    }

    private Optional<PropertyState> state(PropertyKey key) throws IOException {
        for (Map<PropertyKey, StateRecord> changed : List.of(draft.properties(), draft.pendingProperties())) {
            StateRecord state = changed.get(key);
            if (state != null) {
                return there(state);
            }
        }
        return AccountReads.property(draft.head().table(), draft.account(), key);
    }

    private static Optional<PropertyState> there(StateRecord changed) {
        return changed instanceof PropertyState there ? Optional.of(there) : Optional.empty();
    }
}
