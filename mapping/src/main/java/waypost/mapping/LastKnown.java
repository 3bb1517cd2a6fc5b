package waypost.mapping;

import java.time.Duration;
import java.util.Optional;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.Explanation.Origin;
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

    /** Where {@link #mail} is from. */
    Optional<Origin> mailOrigin(AccountName name) {
        return origin(mail(name), recollection.knownOnce(name), recollection.mailAge(name));
    }

    /** Where {@link #login(AccountName)} is from. */
    Optional<Origin> loginOrigin(AccountName name) {
        return origin(login(name), recollection.loginOnce(name), recollection.loginAge(name));
    }

    private static Optional<Origin> origin(Optional<Account> given, Optional<Account> found, Optional<Duration> age) {
        return given.map(account -> given.equals(found) && age.isPresent()
                ? new Origin.Memory(age.get(), true)
                : new Origin.Copy(account.asOf()));
    }

    /** What is known of a password while its directory cannot say. */
    sealed interface Compared {
        /** It was right when the directory last said so, for this account, which is as was heard last. */
        record Right(Account account) implements Compared {}

        /** Another one was. */
        record Another() implements Compared {}

        record Unsaid() implements Compared {}
    }

    /** Who logs in by the name with this password. Takes as long as a slow hash where only a process before knew it. */
    Compared login(AccountName name, Secret password) {
        Verifiers.Tag tag = recollection.tag(name, password);
        Optional<Account> proven = proven(name, tag);
        if (proven.isPresent()) {
            return new Compared.Right(proven.get());
        }
        if (recollection.disagrees(name, tag)) {
            return new Compared.Another();
        }
        long moment = recollection.moment(name);
        return switch (kept(name, password)) {
            case KeptProofs.Compared.Right right -> {
                Optional<Account> known =
                        login(name).filter(account -> account.directoryId().equals(right.id()));
                known.ifPresent(account -> recollection.provedOnce(name, tag, account, right.age(), moment));
                yield known.<Compared>map(Compared.Right::new).orElseGet(Compared.Unsaid::new);
            }
            case KeptProofs.Compared.Another() -> new Compared.Another();
            case KeptProofs.Compared.Unsaid() -> new Compared.Unsaid();
        };
    }

    /** Whether the password was right when the directory last said, and nobody else is known to have the name since. Takes as long. */
    boolean wasRight(AccountName name, Secret password) {
        Verifiers.Tag tag = recollection.tag(name, password);
        return recollection.provedBefore(name, tag)
                || !recollection.disagrees(name, tag)
                        && kept(name, password) instanceof KeptProofs.Compared.Right(DirectoryId id, var _)
                        && login(name).map(Account::directoryId).orElse(id).equals(id);
    }

    private KeptProofs.Compared kept(AccountName name, Secret password) {
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
                    Finding.OfPassword _ -> found;
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
