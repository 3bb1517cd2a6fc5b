package waypost.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The properties of an account and its folders: whatever an account keeps that is neither folder nor item. A folder's go with it. What is read is durable;
 * what changes is durable when the method returns. Safe for threads.
 */
public final class AccountProperties {
    private final long account;
    private final Table table;
    private final Commit commit;

    /** How a commit of the account is made. */
    interface Commit {
        <T> Outcome<T> run(Change.Growth growth, Preparation<T> preparation) throws IOException;
    }

    interface Preparation<T> {
        Outcome<T> prepare(Draft draft) throws IOException;
    }

    AccountProperties(long account, Table table, Commit commit) {
        this.account = account;
        this.table = table;
        this.commit = commit;
    }

    public Optional<Property> get(PropertyKey key) throws IOException {
        return AccountReads.property(table, account, key).map(StateRecord.PropertyState::property);
    }

    /** Of one folder, or of the account itself, in the order of their names. */
    public List<Property> all(PropertyKind kind, int folderId) throws IOException {
        return properties(AccountReads.properties(table, account, kind, folderId));
    }

    /** Of the account and all its folders, in the order of those. */
    public List<Property> all(PropertyKind kind) throws IOException {
        return properties(AccountReads.properties(table, account, kind));
    }

    private static List<Property> properties(List<StateRecord.PropertyState> states) {
        return states.stream().map(StateRecord.PropertyState::property).toList();
    }

    /** Makes all of these changes, or none; answers how many there was something to do for. */
    public Outcome<Integer> change(List<PropertyChange> changes) throws IOException {
        boolean grows = changes.stream().anyMatch(PropertyChange.Set.class::isInstance);
        return edit(grows ? Change.Growth.GROWS : Change.Growth.ESSENTIAL, draft -> {
            int changed = 0;
            for (PropertyChange change : changes) {
                switch (draft.change(change)) {
                    case Outcome.Done<Boolean>(Boolean done) -> changed += done ? 1 : 0;
                    case Outcome.Refused<Boolean>(Outcome.Reason reason) -> {
                        return Outcome.refused(reason);
                    }
                }
            }
            return Outcome.done(changed);
        });
    }

    /** Decides on the properties as they are what becomes of them. May be asked more than once for one commit, and must not wait for anything. */
    @FunctionalInterface
    public interface Edit<T> {
        Outcome<T> edit(PropertyDraft properties) throws IOException;
    }

    /** One commit that depends on what is there, with no other commit of the account between; a refusal leaves no trace. */
    public <T> Outcome<T> edit(Edit<T> edit) throws IOException {
        return edit(Change.Growth.GROWS, edit);
    }

    <T> Outcome<T> edit(Change.Growth growth, Edit<T> edit) throws IOException {
        return commit.run(growth, draft -> edit.edit(new PropertyDraft(draft)));
    }
}
