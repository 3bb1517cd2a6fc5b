package waypost.access;

import java.io.IOException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.AppendLimit;
import waypost.protocol.imap.ImapCommand.Select.Access;
import waypost.protocol.imap.MailboxAcl;
import waypost.protocol.imap.MailboxChanges;
import waypost.protocol.imap.MailboxMetadata;
import waypost.protocol.imap.MailboxQuotas;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.imap.SelectedMailbox;
import waypost.store.Account;
import waypost.store.Outcome;
import waypost.store.Right;

/**
 * All mailboxes of this node that a user may know of: his own, and those of other accounts under the names of their {@link Branch}. What others share is
 * looked for anew by each command, so that what was granted or taken away counts from then on. A top-level mailbox of his own keeps its name: what others
 * share under it is hidden from him until he renames it. One IMAP session and its thread.
 */
final class NodeMailboxes implements Mailboxes {
    private final Account account;
    private final StoreMailboxes own;
    private final SharedAccounts shared;
    private final AppendLimit largestMessage;
    private final InstantSource clock;
    private final NodeChanges changes;

    NodeMailboxes(Account account, SharedAccounts shared, AppendLimit largestMessage, InstantSource clock) {
        this.account = account;
        this.own = new StoreMailboxes(account, largestMessage, clock);
        this.shared = shared;
        this.largestMessage = largestMessage;
        this.clock = clock;
        this.changes = new NodeChanges(account, this, own.watched(), shared);
    }

    @Override
    public Namespaces namespaces() {
        Namespaces all = shared.namespaces(account);
        return new Namespaces(all.others().filter(this::free), all.shared().filter(this::free));
    }

    private boolean free(String prefix) {
        return account.folder(prefix.substring(0, prefix.length() - 1)).isEmpty();
    }

    /** What serves the name, whether there is such a mailbox or not; empty where no account is meant that the user may know of. */
    private Optional<StoreMailboxes> serving(String name) throws IOException {
        boolean others = name.startsWith(SharedAccounts.OTHERS);
        boolean there = others || name.startsWith(SharedAccounts.SHARED);
        if (!there || namespaces().personal(name)) {
            return Optional.of(own);
        }
        Optional<Branch> branch = others ? shared.others(account, level(name)) : shared.shared(account);
        return branch.map(this::of);
    }

    /** What stands below the top, up to the next separator; a name without that is nobody's. */
    private static String level(String name) {
        int from = SharedAccounts.OTHERS.length();
        return name.substring(from, Math.max(from, name.indexOf('/', from)));
    }

    private StoreMailboxes of(Branch branch) {
        return new StoreMailboxes(branch, largestMessage, clock, changes.of(branch));
    }

    private StoreMailboxes at(String name) throws IOException {
        return serving(name).orElseThrow(() -> new NoSuch(name));
    }

    private Place place(String name, Right... anyOf) throws IOException {
        return at(name).place(name, anyOf);
    }

    @Override
    public List<Entry> list() throws IOException {
        Set<String> subscribed = Set.copyOf(own.subscribedNames());
        List<Entry> all = new ArrayList<>(own.list());
        all.addAll(others(subscribed));
        return all;
    }

    /** With the levels above them that are no mailboxes, or none that the user may know of (RFC 4314 §4). */
    private List<Entry> others(Set<String> subscribed) throws IOException {
        Map<String, Entry> there = new LinkedHashMap<>();
        for (Branch branch : shared.branches(account)) {
            if (!namespaces().personal(branch.prefix())) {
                of(branch).list(subscribed).forEach(entry -> there.put(entry.name(), entry));
            }
        }
        return Levels.with(there.values(), subscribed);
    }

    /** RFC 4314 §4: LSUB needs the right to look up. A name that cannot be told now stays subscribed. */
    @Override
    public List<String> subscriptions() throws IOException {
        List<String> all = own.subscribedNames();
        Namespaces namespaces = namespaces();
        if (all.stream().allMatch(namespaces::personal)) {
            return all;
        }
        Set<String> known = others(Set.of()).stream().map(Entry::name).collect(Collectors.toSet());
        return all.stream()
                .filter(name -> namespaces.personal(name) || known.contains(name))
                .toList();
    }

    /** Whoever may not make a mailbox there hears the same, whether there is such an account or not. */
    @Override
    public void create(String name, Optional<SpecialUse> use) throws IOException {
        refuseReserved(name);
        serving(name).orElseThrow(NodeMailboxes::noRight).create(name, use);
    }

    private void refuseReserved(String name) throws MailboxException {
        Namespaces namespaces = namespaces();
        if (namespaces.personal(name) && !namespaces.personal(name + "/")) {
            throw new MailboxException("CANNOT", "This name is kept for what others share");
        }
    }

    private static MailboxException noRight() {
        return Refusals.exception(Outcome.Reason.NO_RIGHT, "");
    }

    @Override
    public void delete(String name) throws IOException {
        at(name).delete(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        StoreMailboxes source = at(from);
        source.place(from, Right.DELETE_FOLDER);
        refuseReserved(to);
        if (serving(to).filter(source::sameAccount).isEmpty()) {
            throw new MailboxException("CANNOT", "A mailbox cannot go to another account");
        }
        source.rename(from, to);
    }

    @Override
    public void subscribe(String name) throws IOException {
        own.subscribe(place(name, Right.VISIBLE));
        changes.subscribed();
    }

    @Override
    public void unsubscribe(String name) throws IOException {
        own.unsubscribe(name);
    }

    @Override
    public Counts status(String name) throws IOException {
        return at(name).status(name);
    }

    @Override
    public Totals totals(String name) throws IOException {
        return at(name).totals(name);
    }

    @Override
    public String mailboxId(String name) throws IOException {
        return at(name).mailboxId(name);
    }

    @Override
    public SelectedMailbox select(String name, Access access, Wakeup wakeup) throws IOException {
        return at(name).select(name, access, wakeup, this::place);
    }

    @Override
    public AppendLimit appendLimit() {
        return largestMessage;
    }

    @Override
    public Upload append(String mailbox, List<String> flags, Optional<OffsetDateTime> date, long size)
            throws IOException {
        return at(mailbox).append(mailbox, flags, date, size);
    }

    @Override
    public Optional<MailboxQuotas> quotas() {
        return Optional.of(new NodeQuotas(account, own, this::serving, shared));
    }

    @Override
    public Optional<MailboxMetadata> metadata() {
        return Optional.of(
                new NodeMetadata(own.annotations(), new VisitorNotes(account), name -> at(name).annotations()));
    }

    @Override
    public Optional<MailboxChanges> changes() {
        return Optional.of(changes);
    }

    @Override
    public Optional<MailboxAcl> acl() {
        return Optional.of(new StoreAcl(this::place, shared));
    }

    @Override
    public void close() {
        changes.unwatch();
        own.close();
    }
}
