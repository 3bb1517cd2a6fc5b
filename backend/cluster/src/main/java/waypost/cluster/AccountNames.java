package waypost.cluster;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Ownership;
import waypost.mapping.Answer;
import waypost.mapping.Mapping;
import waypost.mapping.Presence;
import waypost.store.Outcome;
import waypost.store.Store;

/**
 * The names in this node's records, which are only what the directory said once: since then an entry may have been renamed, and its name
 * given to another. A rename changes the name of an account, never the account. Blocking; virtual threads.
 */
final class AccountNames {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.cluster");

    private final Mapping mapping;
    private final Store store;

    AccountNames(Mapping mapping, Store store) {
        this.mapping = mapping;
        this.store = store;
    }

    /** The record, brought up to date if the asker, whose own memory may be the older one, knows the account by another name. */
    Ownership heard(AccountName name, Ownership record) {
        if (!record.serves() || record.name().equals(name)) {
            return record;
        }
        return mapping.presence(record.directoryId()) instanceof Presence.Present(var today)
                ? today.flatMap(current -> rename(record, current)).orElse(record)
                : record;
    }

    /**
     * Lets a new account have its name. A live account that still has it by its record is renamed if its entry has been, and detached if
     * the directory that this node sees gives the name to the new one.
     *
     * @return whether nothing stands in the new account's way, as far as the directory can say now
     */
    boolean cede(AccountName name, DirectoryId to) {
        return store.accounts().named(name).stream()
                .filter(record -> record.serves() && !record.directoryId().equals(to))
                .allMatch(namesake -> cede(namesake, to));
    }

    private boolean cede(Ownership namesake, DirectoryId to) {
        return switch (mapping.presence(namesake.directoryId())) {
            case Presence.Present(var today) when today.isEmpty() -> true;
            case Presence.Present(var today)
            when !today.get().equals(namesake.name()) ->
                rename(namesake, today.get()).isPresent();
            case Presence.Present _ -> alone(namesake, to) && given(namesake, to) && detach(namesake, to);
            case Presence.Absent _ -> given(namesake, to) && detach(namesake, to);
            case Presence.Unavailable(var reason) -> notCeded(namesake, to, reason);
        };
    }

    /**
     * The former holder is shown with this address still: by a replica that is behind if the address leads to nobody but the newcomer. Of two that
     * have it in truth {@code several: first} chooses one, and the other is alive.
     */
    private boolean alone(Ownership namesake, DirectoryId to) {
        return mapping.holders(namesake.name().toString())
                        .filter(Set.of(to)::equals)
                        .isPresent()
                || notCeded(
                        namesake, to, "the former holder is there still, and the new one not alone with the address");
    }

    /** A replica that is behind may show the former holder of the name still: nobody is detached by what others have seen. */
    private boolean given(Ownership namesake, DirectoryId to) {
        boolean given = mapping.explain(namesake.name().toString()).answer() instanceof Answer.Granted granted
                && granted.directoryId().equals(to);
        return given || notCeded(namesake, to, "the directory does not give it the name");
    }

    private static boolean notCeded(Ownership namesake, DirectoryId to, String why) {
        LOG.warn(
                "event=name-not-ceded account={} name={} directory-id={} why=\"{}\"",
                namesake.id(),
                namesake.name(),
                to,
                why);
        return false;
    }

    private Optional<Ownership> rename(Ownership record, AccountName name) {
        if (record.name().equals(name)) {
            return Optional.empty();
        }
        LOG.info("event=account-renamed account={} name={} from={}", record.id(), name, record.name());
        return replace(record, record.named(name));
    }

    private boolean detach(Ownership namesake, DirectoryId to) {
        LOG.error(
                "event=alarm account={} name={} why=\"its name went from directory id {} to {}: detached\"",
                namesake.id(),
                namesake.name(),
                namesake.directoryId(),
                to);
        return replace(namesake, namesake.with(namesake.epoch(), new Ownership.State.Gone()))
                .isPresent();
    }

    private Optional<Ownership> replace(Ownership seen, Ownership next) {
        try {
            return store.accounts().replace(seen, next) instanceof Outcome.Done<Ownership>(var record)
                    ? Optional.of(record)
                    : Optional.empty();
        } catch (IOException failure) {
            LOG.error("event=record-not-written account={}", seen.id(), failure);
            return Optional.empty();
        }
    }
}
