package waypost.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** Tells of a volume when somebody is given rights in one of its accounts, or loses some. Safe for threads; the applier calls. */
final class Grants {
    private final Set<Waiting> waiting = new CopyOnWriteArraySet<>();

    /** @param told is called on the applier's thread */
    private record Waiting(Set<Principal> principals, Runnable told) {}

    AccountWatch.Watching watch(Set<Principal> principals, Runnable told) {
        Waiting begun = new Waiting(principals, told);
        waiting.add(begun);
        return () -> waiting.remove(begun);
    }

    void apply(List<Effect> effects) {
        if (waiting.isEmpty()) {
            return;
        }
        for (Effect effect : effects) {
            concerned(effect.after())
                    .ifPresent(principal -> waiting.stream()
                            .filter(each -> each.principals().contains(principal))
                            .forEach(each -> each.told().run()));
        }
    }

    private static Optional<Principal> concerned(StateRecord after) {
        return switch (after) {
            case StateRecord.PropertyState property -> concerned(property.key());
            case StateRecord.PropertyGone gone -> concerned(gone.key());
            case StateRecord other -> Optional.empty();
        };
    }

    private static Optional<Principal> concerned(PropertyKey key) {
        return key.kind() == PropertyKind.ACL ? Principal.of(key.name()) : Optional.empty();
    }
}
