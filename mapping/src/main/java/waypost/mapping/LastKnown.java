package waypost.mapping;

import java.util.Optional;
import waypost.identity.AccountName;
import waypost.identity.Secret;
import waypost.mapping.Account.Freshness;
import waypost.mapping.Prospect.Use;

/**
 * What is answered for want of a directory: what was found here before, or what a copy of all has, whichever is newer. The maps are asked in their order as
 * ever, each by its copy; one that has none ends that. Any thread.
 */
final class LastKnown {
    private final Recollection recollection;
    private final MapChain chain;
    private final Copies copies;

    LastKnown(Recollection recollection, MapChain chain, Copies copies) {
        this.recollection = recollection;
        this.chain = chain;
        this.copies = copies;
    }

    /** Whose mail it is. */
    Optional<Account> mail(AccountName name) {
        return newer(recollection.knownOnce(name), name, Use.MAIL);
    }

    /** Who logs in by the name. */
    Optional<Account> login(AccountName name) {
        return newer(recollection.loginOnce(name), name, Use.LOGIN);
    }

    /**
     * What is said of a log-in by this password. Takes as long as a slow hash where only a process before knew it.
     *
     * @param reason why the directory does not say it
     */
    Answer login(AccountName name, Secret password, Service service, String reason) {
        Verifiers.Tag tag = recollection.tag(name, password);
        Optional<Account> proven = proven(name, tag);
        if (proven.isPresent()) {
            return proven.get().forLogin(name, service, Freshness.DEGRADED);
        }
        if (recollection.disagrees(name, tag)) {
            return new Answer.Unavailable(reason, Answer.Shown.ANOTHER);
        }
        long moment = recollection.moment(name);
        return switch (compared(name, password)) {
            case KeptProofs.Compared.Right right -> {
                Optional<Account> known =
                        login(name).filter(account -> account.directoryId().equals(right.id()));
                known.ifPresent(account -> recollection.provedOnce(name, tag, account, right.age(), moment));
                yield known.map(account -> account.forLogin(name, service, Freshness.DEGRADED))
                        .orElseGet(() -> new Answer.Unavailable(reason));
            }
            case KeptProofs.Compared.Another() -> new Answer.Unavailable(reason, Answer.Shown.ANOTHER);
            case KeptProofs.Compared.Unsaid() -> new Answer.Unavailable(reason);
        };
    }

    private KeptProofs.Compared compared(AccountName name, Secret password) {
        return recollection
                .kept()
                .map(proofs -> proofs.compare(name, password))
                .orElseGet(KeptProofs.Compared.Unsaid::new);
    }

    private Optional<Account> proven(AccountName name, Verifiers.Tag tag) {
        return recollection
                .provenOnce(name, tag)
                .flatMap(proven -> newer(Optional.of(proven), name, Use.LOGIN)
                        .filter(now -> now.directoryId().equals(proven.directoryId()))
                        .map(now -> now.with(
                                now.generation().with(proven.generation().password()))));
    }

    private Optional<Account> newer(Optional<Account> found, AccountName name, Use use) {
        return switch (copied(name, use)) {
            case Finding.Found(Account copied)
            when found.isEmpty() || !found.get().asOf().isAfter(copied.asOf()) -> Optional.of(copied);
            case Finding.Faulty(var _) -> Optional.empty();
            case Finding.Found(var _),
                    Finding.Leads(var _),
                    Finding.None(),
                    Finding.NoAccount(),
                    Finding.Failed(var _),
                    Finding.WrongPassword(),
                    Finding.LockedOut(),
                    Finding.UnreadablePassword(var _, var _) -> found;
        };
    }

    private Finding copied(AccountName name, Use use) {
        return copies.isEmpty()
                ? new Finding.Failed("no copy")
                : chain.ask(
                        name,
                        map -> copies.of(map.name())
                                .map(copy -> copy.find(name, use))
                                .orElseGet(() -> map.unasked(name)));
    }

    /** Whose mail it was when it was last heard of. */
    Optional<Account> mailBefore(AccountName name) {
        return recollection.mailBefore(name).or(() -> copiedBefore(name, Use.MAIL));
    }

    /** Who logged in by it. */
    Optional<Account> loginBefore(AccountName name) {
        return recollection.loginBefore(name).or(() -> copiedBefore(name, Use.LOGIN));
    }

    private Optional<Account> copiedBefore(AccountName name, Use use) {
        return copies.all().stream()
                .flatMap(copy -> copy.known(name, use).stream())
                .findFirst();
    }

    /** It is believed that nobody is found by its name any more. An entry that is there by another name has not gone. */
    void gone(Account account) {
        Optional<WholeCopy> copy = copies.of(account.map());
        if (copy.isPresent() && !(chain.presence(account.directoryId()) instanceof Presence.Present)) {
            copy.get().gone(account.directoryId());
        }
    }
}
