package waypost.mapping;

import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/**
 * Asks the maps, past all memory, how it stands with an account that has sessions: as a log-in by the same name would, and if that finds
 * nobody, or somebody else, by the name that the entry has today.
 */
final class Recheck implements LiveLogins.Asking {
    private final MapChain chain;
    private final Recollection recollection;
    private final Keyring keyring;
    private final Unfound unfound;

    Recheck(MapChain chain, Recollection recollection, Keyring keyring, Unfound unfound) {
        this.chain = chain;
        this.recollection = recollection;
        this.keyring = keyring;
        this.unfound = unfound;
    }

    @Override
    public Standing ask(AccountName login, DirectoryId id, Waiting.Cause cause) {
        return switch (chain.ask(login, map -> map.again(login))) {
            case Finding.Found(Account account) when account.directoryId().equals(id) -> found(login, account);
            case Finding.None() ->
                chain.failOver(login)
                        .filter(account -> account.directoryId().equals(id))
                        .<Standing>map(Standing.Is::new)
                        .orElseGet(() -> elsewhere(login, id, cause));
            case Finding.Found(var _), Finding.NoAccount() -> elsewhere(login, id, cause);
            case Finding.Faulty(var _) -> faulty(login);
            case Finding.Failed(var _) -> new Standing.Unsaid();
            case Finding.OfPassword _ -> throw new IllegalStateException("no password was shown");
            case Finding.Leads(var _) -> throw new IllegalStateException("not of a log-in");
        };
    }

    @Override
    public void passwordChanged(AccountName login, Generation now) {
        recollection.passwordChanged(login, now);
        keyring.passwordChanged(login, now);
    }

    private Standing found(AccountName login, Account account) {
        recollection.foundLogin(login, account);
        return new Standing.Is(account);
    }

    private Standing faulty(AccountName login) {
        recollection.faulty(login);
        return new Standing.Faulty();
    }

    /**
     * The name is not the entry's any more. That there is no entry counts at once where the directory has named it as changed, else when it has
     * been missing for some time.
     */
    private Standing elsewhere(AccountName login, DirectoryId id, Waiting.Cause cause) {
        return switch (chain.presence(id)) {
            case Presence.Present(var named) ->
                named.filter(name -> !name.equals(login))
                        .map(name -> renamed(name, id))
                        .orElseGet(Standing.Gone::new);
            case Presence.Absent() -> missing(login, cause);
            case Presence.Unavailable(var _) -> new Standing.Unsaid();
        };
    }

    /** Also who was named is counted among the losses of a map: one that names very many at once has not deleted them. */
    private Standing missing(AccountName login, Waiting.Cause cause) {
        boolean believed = unfound.login(login) instanceof Answer.Unknown;
        boolean named = cause == Waiting.Cause.NAMED && !recollection.isOfSuspect(login);
        return believed || named ? new Standing.Gone() : new Standing.Unsaid();
    }

    private Standing renamed(AccountName name, DirectoryId id) {
        return switch (chain.ask(name, map -> map.again(name))) {
            case Finding.Found(Account account) when account.directoryId().equals(id) -> found(name, account);
            case Finding.Found(var _), Finding.None(), Finding.NoAccount() -> new Standing.Gone();
            case Finding.Faulty(var _) -> faulty(name);
            case Finding.Failed(var _) -> new Standing.Unsaid();
            case Finding.OfPassword _ -> throw new IllegalStateException("no password was shown");
            case Finding.Leads(var _) -> throw new IllegalStateException("not of a log-in");
        };
    }
}
