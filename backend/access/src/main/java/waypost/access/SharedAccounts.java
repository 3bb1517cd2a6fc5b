package waypost.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import waypost.access.Branch.Kind;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Ownership;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.Mailboxes.Namespaces;
import waypost.store.Access;
import waypost.store.Account;
import waypost.store.AccountWatch;
import waypost.store.Accounts;
import waypost.store.Outcome;
import waypost.store.Principal;
import waypost.store.Rights;
import waypost.store.Visitor;

/**
 * The accounts of this node as far as others than their owners look into them: those of other users, and for each domain that has them the account of its
 * public folders, which nobody logs in to. Accounts of other nodes are not among them. Safe for threads.
 */
public final class SharedAccounts {
    /** The top of what other users share; below it a level for each of them, by his canonical name. */
    static final String OTHERS = "Other Users/";

    /** The top of the public folders of the user's domain. */
    static final String SHARED = "Public/";

    static final String ANYONE = "anyone";

    /** No user can have it: PRECIS knows no names with a space (RFC 8265 §3.3). */
    private static final String PUBLIC_NAME = "public folders";

    private final Accounts accounts;
    private final Function<String, Optional<AccountName>> names;
    private final Map<String, Set<AccountName>> publicFolders;

    /**
     * What is shared.
     *
     * @param names the canonical form of whatever a user may log in as
     * @param publicFolders domains that have some, with those who may do everything there
     */
    public SharedAccounts(
            Accounts accounts,
            Function<String, Optional<AccountName>> names,
            Map<String, Set<AccountName>> publicFolders) {
        this.accounts = accounts;
        this.names = names;
        this.publicFolders = new TreeMap<>(publicFolders);
    }

    private Optional<Ownership> record(Account account) {
        return accounts.find(account.id());
    }

    /** A user with his account. */
    private record User(Visitor visitor, Optional<AccountName> name) {}

    private User user(Account own) {
        return new User(own.own().visitor(), record(own).map(Ownership::name));
    }

    /** What this user may find beside his own. */
    Namespaces namespaces(Account own) {
        boolean some = user(own)
                .name()
                .map(AccountName::domain)
                .filter(publicFolders::containsKey)
                .isPresent();
        return new Namespaces(Optional.of(OTHERS), some ? Optional.of(SHARED) : Optional.empty());
    }

    /** The accounts in which this user may know of a folder, other users' first, each by name. */
    List<Branch> branches(Account own) throws IOException {
        User user = user(own);
        List<Branch> branches = new ArrayList<>();
        for (Ownership record : accounts.sharedWith(user.visitor())) {
            if (!record.directoryId().ofPublicFolders()) {
                others(record, user).ifPresent(branches::add);
            }
        }
        shared(own).ifPresent(branches::add);
        return branches;
    }

    /** Tells when an account gives this user rights or takes some away. The callee may wake somebody, never block. */
    AccountWatch.Watching watchGrants(Account own, Runnable told) {
        return accounts.watchGrants(own.own().visitor(), told);
    }

    private Optional<Branch> others(Ownership record, User user) throws IOException {
        return accounts.open(record.id(), user.visitor())
                .map(access -> new Branch(Kind.OTHERS, OTHERS + level(record.name()) + "/", access));
    }

    /** That of the account with this level, whether it has granted the user something or not; never his own. */
    Optional<Branch> others(Account own, String level) throws IOException {
        User user = user(own);
        int at = level.lastIndexOf('@');
        if (at < 0) {
            return Optional.empty();
        }
        AccountName name = new AccountName(
                level.substring(0, at).replace("=2F", "/").replace("=3D", "="), level.substring(at + 1));
        Optional<Ownership> record = serving(name);
        return record.isEmpty()
                        || record.get().id().equals(own.id())
                        || !level(name).equals(level)
                ? Optional.empty()
                : others(record.get(), user);
    }

    /** A local part may have the separator in it. */
    static String level(AccountName name) {
        return new AccountName(name.local().replace("=", "=3D").replace("/", "=2F"), name.domain()).toString();
    }

    private Optional<Ownership> serving(AccountName name) {
        return accounts.named(name).stream()
                .filter(Ownership::serves)
                .filter(record -> !record.directoryId().ofPublicFolders())
                .findFirst();
    }

    /** The public folders of the user's domain. */
    Optional<Branch> shared(Account own) throws IOException {
        User user = user(own);
        Optional<Set<AccountName>> administrators =
                user.name().flatMap(name -> Optional.ofNullable(publicFolders.get(name.domain())));
        if (administrators.isEmpty()) {
            return Optional.empty();
        }
        String domain = user.name().orElseThrow().domain();
        Rights always = administrators.get().contains(user.name().get()) ? Rights.ALL : Rights.NONE;
        Optional<Ownership> record = accounts.find(DirectoryId.publicFolders(domain));
        Optional<Access> access =
                record.isPresent() ? accounts.open(record.get().id(), user.visitor(), always) : Optional.empty();
        return access.map(there -> new Branch(Kind.SHARED, SHARED, there));
    }

    /** Those who have all rights in an account whatever its folders say: its owner, or the administrators of public folders. */
    List<Principal> fixed(Account account) {
        Optional<Ownership> record = record(account);
        if (record.filter(found -> found.directoryId().ofPublicFolders()).isEmpty()) {
            return List.of(new Principal.User(account.id()));
        }
        return publicFolders.getOrDefault(record.get().name().domain(), Set.of()).stream()
                .sorted(Comparator.naturalOrder())
                .flatMap(name -> serving(name).stream())
                .<Principal>map(found -> new Principal.User(found.id()))
                .toList();
    }

    /**
     * Whom an identifier means (RFC 4314 §2): "anyone", or a user with a mailbox on this node, by whatever he may log in as.
     *
     * <p>Declined: negative rights (RFC 4314 §2), which a server need not have, and groups, as no directory is asked for them yet.
     */
    Principal principal(String identifier) throws MailboxException {
        if (identifier.equals(ANYONE)) {
            return new Principal.Anyone();
        }
        if (identifier.startsWith("-")) {
            throw new MailboxException("CANNOT", "Negative rights are not supported");
        }
        return names.apply(identifier)
                .flatMap(this::serving)
                .map(record -> new Principal.User(record.id()))
                .orElseThrow(() -> new MailboxException("", "Nobody of that name has a mailbox here"));
    }

    /** The canonical identifier; empty for who is not to be named, as his account is gone. */
    Optional<String> identifier(Principal principal) {
        return switch (principal) {
            case Principal.Anyone() -> Optional.of(ANYONE);
            case Principal.Group _ -> Optional.empty();
            case Principal.User(var id) ->
                accounts.find(id)
                        .filter(record -> !(record.state() instanceof Ownership.State.Gone))
                        .map(record -> record.name().toString());
        };
    }

    /**
     * Makes the accounts of public folders that are missing. Not where volumes are not open: it may be there that they are.
     *
     * @param complete whether all volumes are open
     */
    public void create(boolean complete) throws IOException {
        for (String domain : complete ? publicFolders.keySet() : Set.<String>of()) {
            DirectoryId id = DirectoryId.publicFolders(domain);
            if (accounts.find(id).isEmpty()) {
                Outcome<Ownership> created =
                        accounts.create(id, new AccountName(PUBLIC_NAME, domain), 1, Optional.empty());
                if (created instanceof Outcome.Refused<Ownership>(Outcome.Reason reason)) {
                    throw new IOException("no public folders of " + domain + ": " + reason);
                }
            }
        }
    }
}
